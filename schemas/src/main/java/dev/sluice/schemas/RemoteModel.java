package dev.sluice.schemas;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A model the tenant runs itself, asked over HTTP. When it does not answer, the embedded one does.
///
/// @param format the shape of its requests and answers
/// @param url what is posted to, complete with its path; a key the server wants goes into `token`,
///   for the address is no secret
/// @param token sent as `Authorization: Bearer …`; null sends none
/// @param model the name it has on its server; needed by `oip` and `openai`
/// @param labels from the model's own labels to ours, for example `LABEL_0: negative`; a label not
///   in it is taken as it is
/// @param request the JSON posted by `template`, with `{{text}}` inside the string the message goes
///   to and, if wanted, `{{id}}` and `{{tenant}}` inside strings
/// @param labelAt JSON pointer to the label in the answer to a `template`
/// @param scoreAt JSON pointer to its probability, 0 to 1; null when there is none
/// @param timeout for one request, 50 ms to 4 s; 2.5 s by default
/// @param maxInFlight requests of this tenant under way at once, 1 to 1000; 64 by default: with a
///   model of 800 ms a burst of 50 is one wave, and a steady stream 80 messages a second
public record RemoteModel(
    Format format,
    URI url,
    @Nullable SecretRef token,
    @Nullable String model,
    Map<String, String> labels,
    @Nullable String request,
    @Nullable String labelAt,
    @Nullable String scoreAt,
    Duration timeout,
    int maxInFlight) {

  static final Duration TIMEOUT = Duration.ofMillis(2_500);
  static final int MAX_IN_FLIGHT = 64;

  /// Where the message goes in the request of a `template`.
  public static final String TEXT = "{{text}}";

  private static final Duration SHORTEST = Duration.ofMillis(50);

  /// Leaves the fallback a second of the topology's deadline of 5 s.
  private static final Duration LONGEST = Duration.ofSeconds(4);

  /// The contract the model's server speaks.
  public enum Format {
    /// `sluice.enrich/1`: results matched by id.
    @JsonProperty("native")
    NATIVE,
    /// Hugging Face's text classification.
    @JsonProperty("hf")
    HF,
    /// The Open Inference Protocol of KServe, version 2.
    @JsonProperty("oip")
    OIP,
    /// Chat completions with a JSON schema.
    @JsonProperty("openai")
    OPENAI,
    /// Any JSON over HTTP: a request with a place for the text, and pointers into the answer.
    @JsonProperty("template")
    TEMPLATE
  }

  /// @throws InvalidSetting naming the key and its constraint
  public RemoteModel {
    labels = Map.copyOf(labels);
    Settings.httpAddress("url", url);
    Settings.between("timeout", timeout, SHORTEST, LONGEST);
    Settings.between("maxInFlight", maxInFlight, 1, 1000);
    switch (format) {
      case NATIVE, HF -> {
        // need nothing more
      }
      case OIP, OPENAI -> Settings.required("model", model);
      case TEMPLATE -> {
        RequestTemplate.check("request", Settings.required("request", request));
        Settings.pointer("labelAt", Settings.required("labelAt", labelAt), "/sentiment");
        if (scoreAt != null) {
          Settings.pointer("scoreAt", scoreAt, "/sentiment");
        }
      }
    }
  }

  @JsonCreator
  static RemoteModel of(
      @JsonProperty("format") @Nullable Format format,
      @JsonProperty("url") @Nullable URI url,
      @JsonProperty("token") @Nullable SecretRef token,
      @JsonProperty("model") @Nullable String model,
      @JsonProperty("labels") @Nullable Map<String, String> labels,
      @JsonProperty("request") @Nullable String request,
      @JsonProperty("labelAt") @Nullable String labelAt,
      @JsonProperty("scoreAt") @Nullable String scoreAt,
      @JsonProperty("timeout") @Nullable Duration timeout,
      @JsonProperty("maxInFlight") @Nullable Integer maxInFlight) {
    return new RemoteModel(
        format == null ? Format.NATIVE : format,
        Settings.required("url", url),
        token,
        model,
        labels == null ? Map.of() : labels,
        request,
        labelAt,
        scoreAt,
        timeout == null ? TIMEOUT : timeout,
        maxInFlight == null ? MAX_IN_FLIGHT : maxInFlight);
  }
}
