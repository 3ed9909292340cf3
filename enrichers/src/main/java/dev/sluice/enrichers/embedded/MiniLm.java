package dev.sluice.enrichers.embedded;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.sluice.enrichers.ModelUnavailable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;

/// The sentence encoder all-MiniLM-L6-v2, quantised to 8 bits, in ONNX Runtime.
///
/// Always one text at a time: in a batch the quantised network scales by the largest value of all
/// texts and gives other answers. Alone, the same text gives the same vector every time on the same
/// kind of processor. One thread a call, which does not spin while it waits: parallelism is in the
/// callers.
final class MiniLm implements Network {

  /// The file this code was written for; another one would silently mean other vectors.
  static final String SHA256 = "afdb6f1a0e45b715d0bb9b11772f032c399babd23bfc31fed1c170afc848bdb1";

  /// Numbers in a vector.
  static final int DIMENSIONS = 384;

  private static final String FILE = "/all-minilm-l6-v2-q.onnx";

  private final OrtEnvironment environment;
  private final OrtSession session;

  private MiniLm(OrtEnvironment environment, OrtSession session) {
    this.environment = environment;
    this.session = session;
  }

  /// Loads the network, in about half a second. Takes 110 MB outside the heap.
  ///
  /// @throws IllegalStateException when the file is missing or another one, or the native library
  ///   does not run here
  static MiniLm open() {
    byte[] model = read();
    NoTelemetry.ensure();
    try {
      OrtEnvironment environment = OrtEnvironment.getEnvironment("sluice");
      try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
        options.addConfigEntry("session.inter_op.allow_spinning", "0");
        return new MiniLm(environment, environment.createSession(model, options));
      }
    } catch (OrtException | UnsatisfiedLinkError e) {
      throw new IllegalStateException("ONNX Runtime cannot load %s here".formatted(FILE), e);
    }
  }

  private static byte[] read() {
    try (InputStream in = MiniLm.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException("the file %s is missing from the jars".formatted(FILE));
      }
      byte[] model = in.readAllBytes();
      String found = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(model));
      if (!found.equals(SHA256)) {
        throw new IllegalStateException(
            "%s: sha256 is %s, must be %s".formatted(FILE, found, SHA256));
      }
      return model;
    } catch (IOException e) {
      throw new UncheckedIOException("the file %s cannot be read".formatted(FILE), e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public Meaning meaningOf(int[] ids, float[] weights) throws ModelUnavailable {
    long[] shape = {1, ids.length};
    long[] mask = new long[ids.length];
    Arrays.fill(mask, 1);
    try (OnnxTensor tokens = tensor(Arrays.stream(ids).asLongStream().toArray(), shape);
        OnnxTensor attention = tensor(mask, shape);
        OnnxTensor segments = tensor(new long[ids.length], shape);
        OrtSession.Result result =
            session.run(
                Map.of(
                    "input_ids", tokens,
                    "attention_mask", attention,
                    "token_type_ids", segments))) {
      // The tensor belongs to the result, which closes it.
      return pooled(((OnnxTensor) result.get(0)).getFloatBuffer(), weights);
    } catch (OrtException e) {
      throw ModelUnavailable.temporarily("the encoder failed", e);
    }
  }

  private OnnxTensor tensor(long[] values, long[] shape) throws OrtException {
    return OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape);
  }

  /// Both means over the tokens, brought to length 1. The mask is all ones, for nothing is padded.
  ///
  /// @param states [#DIMENSIONS] numbers of each token
  /// @param weights of each token
  static Meaning pooled(FloatBuffer states, float[] weights) {
    float[] sum = new float[DIMENSIONS];
    float[] weighted = new float[DIMENSIONS];
    float[] state = new float[DIMENSIONS];
    for (float weight : weights) {
      states.get(state);
      Vectors.add(sum, state, 1);
      Vectors.add(weighted, state, weight);
    }
    return new Meaning(Vectors.unit(sum), Vectors.unit(weighted));
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("the encoder cannot be closed", e);
    }
  }
}
