package dev.sluice.tenants;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.tenants.TenantFileError.Problem;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Finds keys that no setting has: the components of a record are the keys it knows.
///
/// Looked for before a tenant is read, because a misspelt key is a truer answer than "is missing"
/// for the key that was meant.
final class UnknownKeys {

  private final YamlTree tree;
  private final List<Problem> problems;

  private UnknownKeys(YamlTree tree, List<Problem> problems) {
    this.tree = tree;
    this.problems = problems;
  }

  /// Reports every unknown key of a tree that is meant to become a `type`.
  static void find(YamlTree tree, Class<? extends Record> type, List<Problem> problems) {
    new UnknownKeys(tree, problems).visit(tree.root(), type, "", "");
  }

  private void visit(JsonNode node, Type type, String pointer, String name) {
    if (node.isArray() && type instanceof ParameterizedType list) {
      for (int i = 0; i < node.size(); i++) {
        visit(
            node.get(i),
            list.getActualTypeArguments()[0],
            pointer + "/" + i,
            "%s[%d]".formatted(name, i));
      }
    } else if (node.isObject() && type instanceof Class<?> settings && settings.isRecord()) {
      visitRecord(node, settings, pointer, name.isEmpty() ? "" : name + ".");
    }
  }

  private void visitRecord(JsonNode node, Class<?> settings, String pointer, String prefix) {
    List<RecordComponent> keys = Arrays.asList(settings.getRecordComponents());
    if (keys.stream().anyMatch(key -> key.getAccessor().isAnnotationPresent(JsonValue.class))) {
      return; // written as one text; that it is a mapping here is another problem
    }
    Map<String, Type> known =
        keys.stream()
            .collect(Collectors.toMap(RecordComponent::getName, RecordComponent::getGenericType));
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      String key = member.getKey();
      String at = YamlTree.child(pointer, key);
      Type type = known.get(key);
      if (type == null) {
        problems.add(
            new Problem(
                tree.line(at),
                "%s%s is not a known key; known here: %s".formatted(prefix, key, names(keys))));
      } else {
        visit(member.getValue(), type, at, prefix + key);
      }
    }
  }

  private static String names(List<RecordComponent> keys) {
    return keys.stream().map(RecordComponent::getName).collect(Collectors.joining(", "));
  }
}
