package dev.sluice.tenants;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.tenants.TenantFileError.Problem;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/// One tenant's part of a YAML file as a JSON tree that remembers its lines.
///
/// Every scalar is text as it was written: an account id of digits stays what it is, and `no`,
/// `012` or `12:30` are not given a second meaning. What JSON cannot say (a key twice, an alias, a
/// key without a value) is a problem.
final class YamlTree {

  private final Map<String, Integer> lines = new HashMap<>();
  private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<Problem> problems;
  private final JsonNode root;

  /// @param problems where what cannot be read is reported
  YamlTree(Node node, List<Problem> problems) {
    this.problems = problems;
    lines.put("", lineOf(node));
    this.root = convert(node, "");
  }

  JsonNode root() {
    return root;
  }

  /// The line of what is at a JSON pointer: that of its key, or of the item of a list. A pointer to
  /// what is not there gives the line of the nearest that encloses it.
  int line(String pointer) {
    String at = pointer;
    @Nullable Integer line = lines.get(at);
    while (line == null) {
      at = at.substring(0, at.lastIndexOf('/'));
      line = lines.get(at);
    }
    return line;
  }

  static int lineOf(Node node) {
    return node.getStartMark().getLine() + 1;
  }

  /// The JSON pointer of a member.
  static String child(String pointer, String key) {
    return pointer + "/" + key.replace("~", "~0").replace("/", "~1");
  }

  private JsonNode convert(Node node, String pointer) {
    if (!seen.add(node)) {
      problems.add(new Problem(line(pointer), "an alias ('*name') cannot be used here"));
      return JsonNodeFactory.instance.missingNode();
    }
    return switch (node) {
      case MappingNode mapping -> object(mapping, pointer);
      case SequenceNode sequence -> array(sequence, pointer);
      case ScalarNode scalar -> JsonNodeFactory.instance.textNode(scalar.getValue());
      default -> throw new IllegalStateException("unknown kind of node: " + node.getNodeId());
    };
  }

  private ObjectNode object(MappingNode mapping, String pointer) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (NodeTuple tuple : mapping.getValue()) {
      if (tuple.getKeyNode() instanceof ScalarNode key) {
        member(object, key, tuple.getValueNode(), pointer);
      } else {
        problems.add(new Problem(lineOf(tuple.getKeyNode()), "a key must be text"));
      }
    }
    return object;
  }

  private void member(ObjectNode object, ScalarNode key, Node value, String pointer) {
    String name = key.getValue();
    String at = child(pointer, name);
    if (lines.putIfAbsent(at, lineOf(key)) != null) {
      problems.add(new Problem(lineOf(key), "%s is given twice".formatted(name)));
    } else if (value.getTag().equals(Tag.NULL)) {
      problems.add(
          new Problem(
              lineOf(key), "%s has no value; leave the key out for its default".formatted(name)));
    } else {
      object.set(name, convert(value, at));
    }
  }

  private ArrayNode array(SequenceNode sequence, String pointer) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (Node item : sequence.getValue()) {
      String at = pointer + "/" + array.size();
      lines.put(at, lineOf(item));
      if (item.getTag().equals(Tag.NULL)) {
        problems.add(new Problem(lineOf(item), "an item of a list has no value"));
      }
      array.add(convert(item, at));
    }
    return array;
  }
}
