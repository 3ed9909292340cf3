package dev.sluice.testsupport;

import dev.sluice.schemas.InvalidSetting;

/// What the servers under the tests run on: the system property `sluice.test.engine`.
enum TestEngine {
  /// Inside this process, or as its child.
  EMBEDDED,
  /// In containers; needs a Docker engine.
  DOCKER;

  static final String PROPERTY = "sluice.test.engine";

  /// The engine of this JVM: embedded unless the property says otherwise.
  ///
  /// @throws InvalidSetting when the property names neither
  static TestEngine chosen() {
    return of(System.getProperty(PROPERTY, "embedded"));
  }

  static TestEngine of(String name) {
    return switch (name) {
      case "embedded", "" -> EMBEDDED;
      case "docker" -> DOCKER;
      default -> throw new InvalidSetting(PROPERTY, name, "must be embedded or docker");
    };
  }
}
