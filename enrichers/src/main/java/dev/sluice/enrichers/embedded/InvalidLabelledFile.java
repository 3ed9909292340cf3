package dev.sluice.enrichers.embedded;

/// A file of labelled lines that cannot be used; the message is `file:line: what is wrong`.
public final class InvalidLabelledFile extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  InvalidLabelledFile(String file, int line, String constraint) {
    super("%s:%d: %s".formatted(file, line, constraint));
  }
}
