package dev.sluice.schemas;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonValue;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a type looks like in JSON, read from its code.
final class Shape {

  private Shape() {}

  /// Whether a record is written as its single value.
  static boolean isPlain(Class<?> type) {
    return type.isRecord()
        && Arrays.stream(type.getRecordComponents())
            .anyMatch(c -> c.getAccessor().isAnnotationPresent(JsonValue.class));
  }

  /// The names of an enum's constants in JSON.
  static Set<String> wireNames(Class<?> type) {
    return Arrays.stream(type.getFields())
        .filter(java.lang.reflect.Field::isEnumConstant)
        .map(field -> field.getAnnotation(JsonProperty.class).value())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// The field by which the members of a sealed interface are told apart.
  static String discriminator(Class<?> sealedType) {
    return sealedType.getAnnotation(JsonTypeInfo.class).property();
  }

  /// The members of a sealed interface by the value of the discriminator. All that are permitted
  /// must be listed for Jackson.
  static Map<String, Class<?>> members(Class<?> sealedType) {
    Set<Class<?>> listed =
        Arrays.stream(sealedType.getAnnotation(JsonSubTypes.class).value())
            .map(JsonSubTypes.Type::value)
            .collect(Collectors.toSet());
    Map<String, Class<?>> members = new LinkedHashMap<>();
    for (Class<?> member : sealedType.getPermittedSubclasses()) {
      if (!listed.contains(member)) {
        throw new AssertionError(member + " is not listed in JsonSubTypes");
      }
      members.put(member.getAnnotation(JsonTypeName.class).value(), member);
    }
    return members;
  }

  /// The names of what a record writes: its components, and methods marked as properties.
  static Set<String> properties(Class<?> record) {
    Set<String> names =
        Arrays.stream(record.getRecordComponents())
            .map(RecordComponent::getName)
            .collect(Collectors.toCollection(TreeSet::new));
    Arrays.stream(record.getDeclaredMethods())
        .filter(Shape::isDerived)
        .map(Method::getName)
        .forEach(names::add);
    return names;
  }

  private static boolean isDerived(Method method) {
    JsonProperty mark = method.getAnnotation(JsonProperty.class);
    return mark != null && mark.access() == JsonProperty.Access.READ_ONLY;
  }

  static boolean mayBeAbsent(RecordComponent component) {
    return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
  }

  /// Whether it is a map from text to text.
  static boolean isMap(Type type) {
    return type instanceof ParameterizedType map && map.getRawType() == Map.class;
  }

  /// The element type of a list.
  static Type elementOf(Type list) {
    return ((ParameterizedType) list).getActualTypeArguments()[0];
  }

  /// The components of a record, in order.
  static List<RecordComponent> components(Class<?> record) {
    return List.of(record.getRecordComponents());
  }
}
