package dev.sluice.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Locale;

/// A connection on which a test writes what no client would.
final class RawConnection implements AutoCloseable {

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  RawConnection(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout((int) Duration.ofSeconds(20).toMillis());
    in = new BufferedInputStream(socket.getInputStream());
    out = socket.getOutputStream();
  }

  RawConnection send(String text) throws IOException {
    return send(text.getBytes(UTF_8));
  }

  RawConnection send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
    return this;
  }

  /// Whether the server has closed; used while writing on.
  boolean refuses(byte[] bytes) {
    try {
      send(bytes);
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /// The status of the next answer, its body read as well; -1 when the server closes instead.
  int status() throws IOException {
    String line = line();
    if (line.isEmpty()) {
      return -1;
    }
    int length = 0;
    for (String header = line(); !header.isEmpty(); header = line()) {
      if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(header.substring("content-length:".length()).trim());
      }
    }
    int read = in.readNBytes(length).length;
    return read == length
        ? Integer.parseInt(line, "HTTP/1.1 ".length(), "HTTP/1.1 200".length(), 10)
        : -1;
  }

  /// Waits until the server closes.
  void awaitEnd() throws IOException {
    try {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (SocketException e) {
      // reset: also an end
    }
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    try {
      for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
        line.append(new String(new byte[] {(byte) next}, ISO_8859_1));
      }
    } catch (SocketException e) {
      return "";
    }
    return line.toString().stripTrailing();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
