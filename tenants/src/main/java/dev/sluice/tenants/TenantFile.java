package dev.sluice.tenants;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import dev.sluice.schemas.Json;
import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.Tenant.Asset;
import dev.sluice.schemas.TenantId;
import dev.sluice.tenants.TenantFileError.Problem;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/// A file of tenants in YAML: one tenant, a list of them, or several documents of either.
///
/// A key nobody knows is an error, for it is most likely a misspelt one. Nothing of a file with a
/// problem is returned, and every problem names its line.
public final class TenantFile {

  /// The largest file, in characters: ten thousand tenants of 800 characters each.
  private static final int CHARACTERS_MAX = 8_000_000;

  private static final ObjectReader READER =
      Json.mapper()
          .rebuild()
          .withCoercionConfigDefaults(
              empty -> empty.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
          .build()
          .readerFor(Tenant.class);

  private final Path file;
  private final List<Problem> problems = new ArrayList<>();
  private final List<Placed> tenants = new ArrayList<>();

  /// A tenant, and where in the file it is.
  private record Placed(Tenant tenant, YamlTree tree) {}

  private TenantFile(Path file) {
    this.file = file;
  }

  /// Reads the tenants of a file, in its order.
  ///
  /// @throws TenantFileError naming file, line, key, value and constraint of every problem found
  public static List<Tenant> read(Path file) throws TenantFileError {
    return read(file, List.of());
  }

  /// Reads the tenants of a file that is to join `existing` ones: an asset that another tenant
  /// claims already is a problem too. An existing tenant of the same id is being replaced.
  ///
  /// @throws TenantFileError naming file, line, key, value and constraint of every problem found
  public static List<Tenant> read(Path file, Collection<Tenant> existing) throws TenantFileError {
    TenantFile reading = new TenantFile(file);
    reading.parse();
    reading.checkConflicts(existing);
    if (reading.problems.isEmpty() && reading.tenants.isEmpty()) {
      reading.problems.add(new Problem(0, "holds no tenant"));
    }
    if (!reading.problems.isEmpty()) {
      reading.problems.sort(Comparator.comparingInt(Problem::line));
      throw new TenantFileError(file, reading.problems);
    }
    return reading.tenants.stream().map(Placed::tenant).toList();
  }

  private void parse() {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(CHARACTERS_MAX);
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      for (Node document : new Yaml(options).composeAll(reader)) {
        readDocument(document);
      }
    } catch (NoSuchFileException e) {
      problems.add(new Problem(0, "does not exist"));
    } catch (IOException e) {
      problems.add(unreadable(e));
    } catch (MarkedYAMLException e) {
      @Nullable Mark mark = e.getProblemMark();
      problems.add(
          new Problem(mark == null ? 0 : mark.getLine() + 1, "is not YAML: " + e.getProblem()));
    } catch (YAMLException e) {
      problems.add(
          e.getCause() instanceof IOException io
              ? unreadable(io)
              : new Problem(0, "is not YAML: " + e.getMessage()));
    }
  }

  private static Problem unreadable(IOException e) {
    return new Problem(
        0,
        e instanceof CharacterCodingException
            ? "is not UTF-8 text"
            : "cannot be read: " + e.getMessage());
  }

  private void readDocument(Node document) {
    if (document instanceof SequenceNode list) {
      list.getValue().forEach(this::readTenant);
    } else if (!document.getTag().equals(Tag.NULL)) {
      readTenant(document);
    }
  }

  private void readTenant(Node node) {
    if (!(node instanceof MappingNode)) {
      problems.add(
          new Problem(YamlTree.lineOf(node), "a tenant must be a mapping that begins with 'id:'"));
      return;
    }
    int before = problems.size();
    YamlTree tree = new YamlTree(node, problems);
    UnknownKeys.find(tree, Tenant.class, problems);
    if (problems.size() > before) {
      return;
    }
    try {
      Tenant tenant = READER.readValue(tree.root());
      tenants.add(new Placed(tenant, tree));
    } catch (JsonMappingException e) {
      problems.add(TenantProblem.of(e, tree));
    } catch (JsonProcessingException e) {
      problems.add(new Problem(tree.line(""), e.getOriginalMessage()));
    } catch (IOException e) {
      throw new IllegalStateException("a tree in memory cannot fail to be read", e);
    }
  }

  private void checkConflicts(Collection<Tenant> existing) {
    Map<TenantId, Integer> ids = new HashMap<>();
    Map<Asset, TenantId> owners =
        TenantConflict.claimsOfOthers(tenants.stream().map(Placed::tenant).toList(), existing);
    for (Placed placed : tenants) {
      TenantId id = placed.tenant().id();
      int line = placed.tree().line("/id");
      Integer first = ids.putIfAbsent(id, line);
      if (first != null) {
        problems.add(
            new Problem(line, "id '%s' is given twice, first in line %d".formatted(id, first)));
      } else {
        checkAssets(placed, owners);
      }
    }
  }

  private void checkAssets(Placed placed, Map<Asset, TenantId> owners) {
    List<Asset> assets = placed.tenant().webhooks().assets();
    for (int i = 0; i < assets.size(); i++) {
      TenantId owner = owners.putIfAbsent(assets.get(i), placed.tenant().id());
      if (owner != null) {
        problems.add(
            new Problem(
                placed.tree().line("/webhooks/assets/" + i),
                "webhooks.assets[%d] '%s' is already claimed by tenant '%s'"
                    .formatted(i, TenantConflict.name(assets.get(i)), owner)));
      }
    }
  }
}
