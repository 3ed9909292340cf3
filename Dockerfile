# The image of every service. Build first: ./sluice --version
FROM eclipse-temurin:25-jre

RUN useradd --system --uid 10001 --home-dir /var/lib/sluice --create-home --shell /usr/sbin/nologin sluice

COPY launcher/target/lib /opt/sluice/lib
COPY launcher/target/image/onnxruntime-linux.jar /opt/sluice/lib/
COPY launcher/target/sluice-launcher-*.jar /opt/sluice/sluice.jar

USER sluice
WORKDIR /var/lib/sluice
ENV SLUICE_DATA=/var/lib/sluice/data SLUICE_HTTP_HOST=0.0.0.0
EXPOSE 8080

ENTRYPOINT ["java", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-XX:MaxRAMPercentage=60", "-XX:+ExitOnOutOfMemoryError", "-cp", "/opt/sluice/sluice.jar:/opt/sluice/lib/*", "dev.sluice.launcher.Sluice"]
CMD ["--help"]
