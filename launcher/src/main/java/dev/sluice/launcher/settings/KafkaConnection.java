package dev.sluice.launcher.settings;

import dev.sluice.schemas.InvalidSetting;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/// How every Kafka client of this process reaches the cluster.
///
/// `SLUICE_KAFKA_BOOTSTRAP_SERVERS` and any other `SLUICE_KAFKA_<SETTING>`, which becomes the
/// client setting of that name: `SLUICE_KAFKA_SASL_MECHANISM` is `sasl.mechanism`. A name Kafka
/// does not know is an error.
///
/// @param client Kafka's client settings, at least `bootstrap.servers`; may hold a password, so it
///   is left out of `toString`
public record KafkaConnection(Map<String, Object> client) {

  /// The variable without which there is no connection.
  public static final String BOOTSTRAP_SERVERS = "SLUICE_KAFKA_BOOTSTRAP_SERVERS";

  private static final String PREFIX = "SLUICE_KAFKA_";

  private static final String BOOTSTRAP = "bootstrap.servers";

  private static final Pattern SERVER = Pattern.compile("\\S+:\\d{1,5}");

  public KafkaConnection {
    client = Map.copyOf(client);
  }

  /// A connection without any protection, to a broker inside this process.
  public static KafkaConnection to(String bootstrapServers) {
    return new KafkaConnection(Map.of(BOOTSTRAP, servers(bootstrapServers)));
  }

  /// The connection the environment describes; empty when it names no servers.
  ///
  /// @throws InvalidSetting naming the variable and what is wrong with it
  public static Optional<KafkaConnection> from(Map<String, String> environment) {
    Set<String> known = knownSettings();
    Map<String, Object> client = new TreeMap<>();
    environment.forEach(
        (variable, value) -> {
          if (variable.startsWith(PREFIX)) {
            client.put(settingOf(variable, known), value);
          }
        });
    String bootstrapServers = environment.get(BOOTSTRAP_SERVERS);
    if (bootstrapServers == null) {
      return Optional.empty();
    }
    client.put(BOOTSTRAP, servers(bootstrapServers));
    return Optional.of(new KafkaConnection(client));
  }

  /// The connection the environment describes.
  ///
  /// @throws InvalidSetting also when it names no servers
  public static KafkaConnection required(Map<String, String> environment) {
    return from(environment).orElseThrow(() -> InvalidSetting.missing(BOOTSTRAP_SERVERS));
  }

  /// The servers, for messages.
  public String bootstrapServers() {
    return String.valueOf(client.get(BOOTSTRAP));
  }

  @Override
  public String toString() {
    return "KafkaConnection[" + bootstrapServers() + "]";
  }

  private static String servers(String value) {
    for (String server : value.split(",", -1)) {
      if (!SERVER.matcher(server.strip()).matches()) {
        throw new InvalidSetting(
            BOOTSTRAP_SERVERS, value, "must be host:port, or several separated by commas");
      }
    }
    return value;
  }

  private static String settingOf(String variable, Set<String> known) {
    String setting = variable.substring(PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '.');
    if (!known.contains(setting)) {
      throw new InvalidSetting(variable, setting, "is not a setting of Kafka's clients");
    }
    return setting;
  }

  private static Set<String> knownSettings() {
    Set<String> known = new HashSet<>(AdminClientConfig.configNames());
    known.addAll(ConsumerConfig.configNames());
    known.addAll(ProducerConfig.configNames());
    return known;
  }
}
