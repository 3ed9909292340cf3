package dev.sluice.gateway;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.gateway.Piece.Group;
import dev.sluice.gateway.Piece.Leaf;
import dev.sluice.gateway.Piece.Named;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds where the entries of a body are and what assets they name, token by token and without
/// building a tree.
///
/// What is read here must be what every later reader reads, or one tenant's app could write another
/// tenant's messages. So a body is unreadable when a key that says whose it is comes twice in one
/// object (readers differ in which of the two they take), when what is to be a list of objects is
/// something else (readers differ in what they skip), and when it is not UTF-8 (offsets would not
/// be those of the bytes).
final class BodyReader {

  /// Meta's ids are numbers of up to 20 digits.
  private static final int ID_CHARS_MAX = 64;

  private final JsonParser parser;
  private final byte[] body;

  /// An entry before the envelope's `object` is known, which may come after it.
  private record Entry(
      int from, int to, @Nullable String id, @Nullable Span list, List<Change> changes) {}

  private record Change(int from, int to, @Nullable String phoneNumberId) {}

  /// The inside of a list.
  private record Span(int from, int to) {}

  private static final class Unreadable extends IOException {
    private static final long serialVersionUID = 1L;

    Unreadable(String reason) {
      super(reason);
    }
  }

  private BodyReader(JsonParser parser, byte[] body) {
    this.parser = parser;
    this.body = body;
  }

  /// Never throws, whatever the bytes are. Nesting deeper than 100 levels counts as not JSON, as
  /// everywhere in Sluice.
  static Reading read(byte[] body) {
    try (JsonParser parser = Json.mapper().getFactory().createParser(body)) {
      return new Reading.Found(new BodyReader(parser, body).readBody());
    } catch (Unreadable e) {
      return new Reading.Unreadable(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return new Reading.Unreadable("not JSON");
    }
  }

  private Piece readBody() throws IOException {
    Piece whole =
        switch (next()) {
          case START_OBJECT -> within(readEnvelope());
          case START_ARRAY -> readEnvelopes();
          default -> new Leaf(0, body.length, Named.NOTHING);
        };
    if (parser.nextToken() != null) {
      throw new Unreadable("not JSON");
    }
    return whole;
  }

  /// The same piece with the white space around it.
  private Piece within(Piece root) {
    return switch (root) {
      case Leaf leaf -> new Leaf(0, body.length, leaf.named());
      case Group group ->
          new Group(0, body.length, group.listFrom(), group.listTo(), group.parts());
    };
  }

  private Piece readEnvelopes() throws IOException {
    int listFrom = end();
    List<Piece> envelopes = new ArrayList<>();
    while (next() != JsonToken.END_ARRAY) {
      requireObject();
      envelopes.add(readEnvelope());
    }
    return envelopes.isEmpty()
        ? new Leaf(0, body.length, Named.NOTHING)
        : new Group(0, body.length, listFrom, start(), envelopes);
  }

  private Piece readEnvelope() throws IOException {
    int from = start();
    Set<String> seen = new HashSet<>();
    String object = null;
    Span list = null;
    List<Entry> entries = new ArrayList<>();
    while (next() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      JsonToken value = next();
      switch (name) {
        case "object" -> {
          requireFirst(name, seen);
          object = text(value);
        }
        case "entry" -> {
          requireFirst(name, seen);
          if (value == JsonToken.START_ARRAY) {
            list = readEntries(entries);
          } else {
            parser.skipChildren();
          }
        }
        default -> parser.skipChildren();
      }
    }
    int to = end();
    if (list == null || entries.isEmpty()) {
      return new Leaf(from, to, Named.NOTHING);
    }
    Channel channel = channelOf(object);
    List<Piece> parts = entries.stream().map(entry -> piece(entry, channel)).toList();
    return new Group(from, to, list.from(), list.to(), parts);
  }

  private Span readEntries(List<Entry> entries) throws IOException {
    int from = end();
    while (next() != JsonToken.END_ARRAY) {
      requireObject();
      entries.add(readEntry());
    }
    return new Span(from, start());
  }

  private Entry readEntry() throws IOException {
    int from = start();
    Set<String> seen = new HashSet<>();
    String id = null;
    Span list = null;
    List<Change> changes = new ArrayList<>();
    while (next() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      JsonToken value = next();
      switch (name) {
        case "id" -> {
          requireFirst(name, seen);
          id = id(value);
        }
        case "changes" -> {
          requireFirst(name, seen);
          if (value != JsonToken.START_ARRAY) {
            throw new Unreadable("changes are not a list");
          }
          list = readChanges(changes);
        }
        default -> parser.skipChildren();
      }
    }
    return new Entry(from, end(), id, list, changes);
  }

  private Span readChanges(List<Change> changes) throws IOException {
    int from = end();
    while (next() != JsonToken.END_ARRAY) {
      requireObject();
      int changeFrom = start();
      String phoneNumberId = member("value", List.of("metadata", "phone_number_id"));
      changes.add(new Change(changeFrom, end(), phoneNumberId));
    }
    return new Span(from, start());
  }

  /// The id at a path below the object the parser has entered; reads that object to its end.
  private @Nullable String member(String wanted, List<String> below) throws IOException {
    Set<String> seen = new HashSet<>();
    String found = null;
    while (next() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      JsonToken value = next();
      if (!name.equals(wanted)) {
        parser.skipChildren();
        continue;
      }
      requireFirst(name, seen);
      if (below.isEmpty()) {
        found = id(value);
      } else if (value == JsonToken.START_OBJECT) {
        found = member(below.getFirst(), below.subList(1, below.size()));
      } else {
        parser.skipChildren();
      }
    }
    return found;
  }

  private static Piece piece(Entry entry, @Nullable Channel channel) {
    if (channel != Channel.WHATSAPP) {
      return new Leaf(entry.from(), entry.to(), new Named(channel, entry.id(), null));
    }
    Span list = entry.list();
    if (list == null || entry.changes().isEmpty()) {
      return new Leaf(entry.from(), entry.to(), new Named(channel, null, entry.id()));
    }
    List<Piece> parts = new ArrayList<>();
    for (Change change : entry.changes()) {
      Named named = new Named(channel, change.phoneNumberId(), entry.id());
      parts.add(new Leaf(change.from(), change.to(), named));
    }
    return new Group(entry.from(), entry.to(), list.from(), list.to(), parts);
  }

  private static @Nullable Channel channelOf(@Nullable String object) {
    if (object == null) {
      return null;
    }
    return switch (object) {
      case "whatsapp_business_account" -> Channel.WHATSAPP;
      case "page" -> Channel.MESSENGER;
      case "instagram" -> Channel.INSTAGRAM;
      default -> null;
    };
  }

  /// An id as text or as a number; absent when it is neither, empty, or longer than any.
  private @Nullable String id(JsonToken value) throws IOException {
    if (value != JsonToken.VALUE_NUMBER_INT) {
      return text(value);
    }
    String digits = parser.getText();
    return digits.length() <= ID_CHARS_MAX ? digits : null;
  }

  private @Nullable String text(JsonToken value) throws IOException {
    if (value != JsonToken.VALUE_STRING) {
      parser.skipChildren();
      return null;
    }
    String text = parser.getText();
    return text.isEmpty() || text.length() > ID_CHARS_MAX ? null : text;
  }

  private JsonToken next() throws IOException {
    JsonToken token = parser.nextToken();
    if (token == null) {
      throw new Unreadable("not JSON");
    }
    return token;
  }

  private void requireObject() throws IOException {
    if (!parser.hasToken(JsonToken.START_OBJECT)) {
      throw new Unreadable("a list of objects holds something else");
    }
  }

  private static void requireFirst(String name, Set<String> seen) throws IOException {
    if (!seen.add(name)) {
      throw new Unreadable("a key that says whose it is comes twice");
    }
  }

  /// The byte at which the current token begins.
  private int start() throws IOException {
    return inBytes(parser.currentTokenLocation().getByteOffset());
  }

  /// The byte after the current token; exact for brackets and braces.
  private int end() throws IOException {
    return inBytes(parser.currentLocation().getByteOffset());
  }

  private int inBytes(long offset) throws IOException {
    if (offset < 0 || offset > body.length) {
      throw new Unreadable("not UTF-8");
    }
    return (int) offset;
  }
}
