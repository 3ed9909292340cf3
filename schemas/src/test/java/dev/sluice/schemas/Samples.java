package dev.sluice.schemas;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Samples of any record of this module, made from its code: every subtype, every constant, every
/// optional part once present and once absent, every list once filled and once empty.
final class Samples {

  /// Values of the types that are not made of others, and of those whose parts constrain each
  /// other; legal wherever they occur.
  private static final Map<Class<?>, List<Object>> LEAVES =
      Map.ofEntries(
          Map.entry(String.class, List.of("some text")),
          Map.entry(int.class, List.of(1, 7)),
          Map.entry(Integer.class, List.of(1, 7)),
          Map.entry(long.class, List.of(1L, 1_795_219_200_000_000L)),
          Map.entry(double.class, List.of(0.5, 1.0)),
          Map.entry(boolean.class, List.of(true, false)),
          Map.entry(
              Instant.class,
              List.of(
                  Instant.parse("2026-11-21T10:15:30.123456Z"),
                  Instant.parse("2026-11-21T10:15:30Z"))),
          Map.entry(Duration.class, List.of(Duration.ofSeconds(30), Duration.ofMillis(1500))),
          Map.entry(Double.class, List.of(0.5, 1.0)),
          Map.entry(ZoneId.class, List.of(ZoneId.of("Europe/Madrid"))),
          Map.entry(URI.class, List.of(URI.create("https://provider.example/v1"))),
          Map.entry(TenantId.class, List.of(new TenantId("acme"))),
          Map.entry(CampaignId.class, List.of(new CampaignId("spring-2026"))),
          Map.entry(Address.class, List.of(new Address("15550100"))),
          Map.entry(
              OutboundMessage.Body.Media.class,
              List.of(
                  new OutboundMessage.Body.Media(MediaKind.IMAGE, "1", "words", null),
                  new OutboundMessage.Body.Media(MediaKind.VIDEO, "2", null, null),
                  new OutboundMessage.Body.Media(MediaKind.AUDIO, "3", null, null),
                  new OutboundMessage.Body.Media(MediaKind.DOCUMENT, "4", "words", "offer.pdf"),
                  new OutboundMessage.Body.Media(MediaKind.STICKER, "5", null, null))),
          Map.entry(
              TemplateHeader.Media.class,
              List.of(
                  new TemplateHeader.Media(MediaKind.IMAGE, "1", null),
                  new TemplateHeader.Media(MediaKind.VIDEO, "2", null),
                  new TemplateHeader.Media(MediaKind.DOCUMENT, "3", "offer.pdf"))),
          Map.entry(SecretRef.class, List.of(new SecretRef("env:NAME"), new SecretRef("file:/x"))));

  /// Components whose values have a form of their own, wherever they occur.
  private static final Map<String, List<Object>> BY_NAME =
      Map.ofEntries(
          Map.entry("name", List.of("one", "two", "three")),
          Map.entry("url", List.of(URI.create("https://provider.example/v1"))),
          Map.entry("model", List.of("m-1", "m-2", "m-3", "m-4")),
          Map.entry(
              "buttons",
              List.of(
                  List.of(
                      new TemplateButton.QuickReply(0, "STOP"),
                      new TemplateButton.Url(1, "offers/42"),
                      new TemplateButton.CopyCode(2, "AUTUMN20")))),
          Map.entry("customers", List.of(List.of("15550100", "15550101"))),
          Map.entry("request", List.of("{\"to\":\"{{to}}\",\"q\":\"{{text}}\"}")),
          Map.entry(
              "sender", List.of("+14155238886", "14155238886", "+41794000001", "41794000001")),
          Map.entry("path", List.of("/messages", "")),
          Map.entry("secretHeader", List.of("X-Api-Key", "Authorization")),
          Map.entry("scheme", List.of("Bearer")),
          Map.entry("failures", List.of(1, 0)),
          Map.entry("from", List.of(LocalTime.of(21, 0))),
          Map.entry("to", List.of(LocalTime.of(8, 30))),
          Map.entry("idAt", List.of("/id")),
          Map.entry("throttled", List.of(List.of(420))),
          Map.entry("stopped", List.of(List.of(402))),
          Map.entry("retryable", List.of(List.of(425))),
          Map.entry("inDoubt", List.of(List.of(499))),
          Map.entry("labelAt", List.of("/0/label")),
          Map.entry("scoreAt", List.of("/0/score")),
          Map.entry("timeout", List.of(Duration.ofMillis(50), Duration.ofSeconds(4))),
          Map.entry("urgent", List.of(Duration.ofMinutes(5))),
          Map.entry("high", List.of(Duration.ofMinutes(30))),
          Map.entry("normal", List.of(Duration.ofHours(4))),
          Map.entry("low", List.of(Duration.ofHours(12))));

  /// A sentiment model's labels lead to sentiments.
  private static final List<Object> LABELS = List.of(Map.of("LABEL_0", "negative"), Map.of());

  /// Lists that must not be empty.
  private static final Set<String> NEVER_EMPTY =
      Set.of("appSecrets", "keywords", "examples", "words");

  private Samples() {}

  /// Samples of a record or sealed interface, each of another shape.
  static List<Object> of(Type type) {
    if (Shape.isMap(type)) {
      return LABELS;
    }
    if (type instanceof ParameterizedType list) {
      return List.of(List.copyOf(of(Shape.elementOf(list))));
    }
    Class<?> known = (Class<?>) type;
    if (LEAVES.containsKey(known)) {
      return LEAVES.get(known);
    }
    if (known.isEnum()) {
      return List.of(known.getEnumConstants());
    }
    if (known.isSealed()) {
      return Arrays.stream(known.getPermittedSubclasses())
          .flatMap(member -> of(member).stream())
          .toList();
    }
    return records(known);
  }

  /// The i-th sample takes the i-th value of every component, and starts over where there are
  /// fewer.
  private static List<Object> records(Class<?> record) {
    List<List<@Nullable Object>> values =
        Shape.components(record).stream().map(Samples::valuesOf).toList();
    int count = values.stream().mapToInt(List::size).max().orElse(1);
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                make(
                    record,
                    values.stream().map(choices -> choices.get(i % choices.size())).toArray()))
        .toList();
  }

  private static List<@Nullable Object> valuesOf(RecordComponent component) {
    List<@Nullable Object> values = new ArrayList<>(present(component));
    if (component.getType() == List.class && !NEVER_EMPTY.contains(component.getName())) {
      values.add(List.of());
    }
    if (Shape.mayBeAbsent(component)) {
      values.add(null);
    }
    return values;
  }

  private static List<Object> present(RecordComponent component) {
    List<Object> own = BY_NAME.get(component.getName());
    return own == null ? of(component.getGenericType()) : own;
  }

  private static Object make(Class<?> record, @Nullable Object[] values) {
    Class<?>[] types =
        Arrays.stream(record.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = record.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("no sample of " + record, e);
    }
  }
}
