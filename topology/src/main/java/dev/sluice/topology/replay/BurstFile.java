package dev.sluice.topology.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.sluice.schemas.Json;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A recorded burst on disk: JSON Lines, one [RecordedWebhook] a line, in order of receipt.
public final class BurstFile {

  private BurstFile() {}

  /// Reads a whole burst, in order of receipt.
  ///
  /// @throws BurstFileError naming file and line when a line is not a recorded webhook
  /// @throws IOException when the file cannot be read
  public static List<RecordedWebhook> read(Path file) throws IOException {
    List<RecordedWebhook> burst = new ArrayList<>();
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      int number = 1;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!line.isBlank()) {
          burst.add(parse(file, number, line));
        }
        number++;
      }
    }
    return List.copyOf(burst);
  }

  /// Writes a burst, replacing what the file held.
  public static void write(Path file, List<RecordedWebhook> burst) throws IOException {
    try (BufferedWriter writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      for (RecordedWebhook webhook : burst) {
        writer.write(Json.mapper().writeValueAsString(webhook));
        writer.write('\n');
      }
    }
  }

  private static RecordedWebhook parse(Path file, int number, String line) {
    try {
      return Json.mapper().readValue(line, RecordedWebhook.class);
    } catch (JsonProcessingException e) {
      throw new BurstFileError(file, number);
    }
  }

  /// A line that is not a recorded webhook. The line itself is not repeated: it may hold personal
  /// data.
  public static final class BurstFileError extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    BurstFileError(Path file, int line) {
      super(
          "%s:%d: must be {\"tenant\":…,\"receivedMicros\":…,\"body\":…} or the same with bodyBase64"
              .formatted(file, line));
    }
  }
}
