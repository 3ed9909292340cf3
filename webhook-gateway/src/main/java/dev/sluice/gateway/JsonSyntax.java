package dev.sluice.gateway;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.schemas.Json;
import java.io.IOException;

/// Tells whether bytes are one JSON text, token by token and without building it. What it means is
/// no concern here.
final class JsonSyntax {

  private JsonSyntax() {}

  /// @param body nesting deeper than 100 levels counts as not JSON, as everywhere in Sluice
  static boolean isJson(byte[] body) {
    try (JsonParser parser = Json.mapper().getFactory().createParser(body)) {
      if (parser.nextToken() == null) {
        return false;
      }
      parser.skipChildren();
      JsonToken afterwards = parser.nextToken();
      return afterwards == null;
    } catch (JsonProcessingException e) {
      return false;
    } catch (IOException e) {
      // bytes in memory fail to be read only where they are no text in any Unicode encoding
      return false;
    }
  }
}
