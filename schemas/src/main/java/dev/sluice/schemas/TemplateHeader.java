package dev.sluice.schemas;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import org.jspecify.annotations.Nullable;

/// What goes into the place on top of a template. A template has [one header at
/// most](https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/components),
/// of the kind it was approved with; a header without a place needs none of these.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(TemplateHeader.Text.class),
  @JsonSubTypes.Type(TemplateHeader.Media.class),
  @JsonSubTypes.Type(TemplateHeader.Location.class)
})
public sealed interface TemplateHeader {

  /// The value of the one placeholder a header's text can have.
  @JsonTypeName("text")
  record Text(String text) implements TemplateHeader {

    /// @throws InvalidSetting when it is blank
    public Text {
      Contents.notBlank("text", requireNonNull(text, "text"));
    }

    @Override
    public String toString() {
      return "Text[%d characters]".formatted(text.length());
    }
  }

  /// An image, a video or a document, uploaded to the provider before.
  ///
  /// @param mediaId what the provider called it when it was uploaded
  /// @param filename of a document, as the recipient sees it; its extension chooses the icon
  @JsonTypeName("media")
  record Media(MediaKind kind, String mediaId, @Nullable String filename)
      implements TemplateHeader {

    /// @throws InvalidSetting when no header is of that kind, the id is blank, or what is no
    ///   document has a filename
    public Media {
      requireNonNull(kind, "kind");
      if (!kind.isHeader()) {
        throw new InvalidSetting("kind", kind.wireName(), "must be image, video or document");
      }
      Contents.notBlank("mediaId", requireNonNull(mediaId, "mediaId"));
      Contents.filename(kind, filename);
    }

    @Override
    public String toString() {
      return "Media[%s]".formatted(kind.wireName());
    }
  }

  /// A place on a map.
  ///
  /// @param latitude in degrees, -90 to 90
  /// @param longitude in degrees, -180 to 180
  /// @param name of the place, below the map
  /// @param address below the name
  @JsonTypeName("location")
  record Location(
      double latitude, double longitude, @Nullable String name, @Nullable String address)
      implements TemplateHeader {

    private static final double LATITUDE_MOST = 90;
    private static final double LONGITUDE_MOST = 180;

    /// @throws InvalidSetting when there is no such place
    public Location {
      Settings.between("latitude", latitude, -LATITUDE_MOST, LATITUDE_MOST);
      Settings.between("longitude", longitude, -LONGITUDE_MOST, LONGITUDE_MOST);
    }

    /// Without the place: it may be where somebody lives.
    @Override
    public String toString() {
      return "Location";
    }
  }
}
