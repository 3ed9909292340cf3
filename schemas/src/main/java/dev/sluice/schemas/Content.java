package dev.sluice.schemas;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a customer sent or did. A closed set; whatever Sluice does not know becomes [Unsupported]
/// and still reaches the inbox.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(Content.Text.class),
  @JsonSubTypes.Type(Content.Media.class),
  @JsonSubTypes.Type(Content.Album.class),
  @JsonSubTypes.Type(SharedLocation.class),
  @JsonSubTypes.Type(Content.Contacts.class),
  @JsonSubTypes.Type(Content.Choice.class),
  @JsonSubTypes.Type(Content.Form.class),
  @JsonSubTypes.Type(PlacedOrder.class),
  @JsonSubTypes.Type(Content.Reaction.class),
  @JsonSubTypes.Type(Content.Edited.class),
  @JsonSubTypes.Type(Content.Revoked.class),
  @JsonSubTypes.Type(PublicComment.class),
  @JsonSubTypes.Type(Content.Notice.class),
  @JsonSubTypes.Type(Content.Unsupported.class)
})
public sealed interface Content
    permits Content.Text,
        Content.Media,
        Content.Album,
        SharedLocation,
        Content.Contacts,
        Content.Choice,
        Content.Form,
        PlacedOrder,
        Content.Reaction,
        Content.Edited,
        Content.Revoked,
        PublicComment,
        Content.Notice,
        Content.Unsupported {

  /// The words a model can read; empty when there are none.
  default String words() {
    return "";
  }

  /// Plain text, as typed.
  @JsonTypeName("text")
  record Text(String body) implements Content {
    public Text {
      requireNonNull(body, "body");
    }

    @Override
    public String words() {
      return body;
    }

    @Override
    public String toString() {
      return "Text[%d characters]".formatted(body.length());
    }
  }

  /// A picture, recording, film, document or sticker, kept by reference.
  ///
  /// @param kind the channel's own word: `image`, `video`, `audio`, `document`, `sticker`, `file`,
  ///   `share`, …; `voice` for what was spoken into the phone
  /// @param reference the channel's media id, or the address where the channel serves it
  /// @param mimeType absent where the channel does not tell (Messenger, Instagram)
  /// @param caption what the customer wrote beside it
  /// @param link where WhatsApp serves it for a few minutes, where it says so beside the id
  /// @param filename of a document
  @JsonTypeName("media")
  record Media(
      String kind,
      String reference,
      @Nullable String mimeType,
      @Nullable String caption,
      @Nullable String link,
      @Nullable String filename)
      implements Content {

    /// Media of which only the essentials are known.
    public Media(
        String kind, String reference, @Nullable String mimeType, @Nullable String caption) {
      this(kind, reference, mimeType, caption, null, null);
    }

    public Media {
      requireNonNull(kind, "kind");
      requireNonNull(reference, "reference");
    }

    @Override
    public String words() {
      return caption == null ? "" : caption;
    }

    @Override
    public String toString() {
      return "Media[%s]".formatted(kind);
    }
  }

  /// Several attachments in one message (Messenger, Instagram).
  @JsonTypeName("album")
  record Album(List<Attachment> attachments, @Nullable String caption) implements Content {
    public Album {
      attachments = List.copyOf(attachments);
    }

    @Override
    public String words() {
      return caption == null ? "" : caption;
    }

    @Override
    public String toString() {
      return "Album[%d]".formatted(attachments.size());
    }
  }

  /// Address cards.
  @JsonTypeName("contacts")
  record Contacts(List<ContactCard> cards) implements Content {
    public Contacts {
      cards = List.copyOf(cards);
    }

    @Override
    public String toString() {
      return "Contacts[%d]".formatted(cards.size());
    }
  }

  /// One of the answers we offered.
  ///
  /// @param kind the channel's own word: `button` (of a template), `button_reply`, `list_reply`,
  ///   `quick_reply`, `postback`
  /// @param title what the customer saw and touched
  /// @param payload what we gave the answer as its id
  /// @param description the second line of an entry in a list
  @JsonTypeName("choice")
  record Choice(String kind, String title, @Nullable String payload, @Nullable String description)
      implements Content {
    public Choice {
      requireNonNull(kind, "kind");
      requireNonNull(title, "title");
    }

    @Override
    public String words() {
      return title;
    }

    @Override
    public String toString() {
      return "Choice[%s]".formatted(kind);
    }
  }

  /// A form that was filled in (a WhatsApp flow). Its answers are for the program that made the
  /// form, so they are no words.
  ///
  /// @param form the channel's name for the kind of form, for example `flow`
  /// @param answers JSON as text, as the form made it
  @JsonTypeName("form")
  record Form(String form, String answers) implements Content {
    public Form {
      requireNonNull(form, "form");
      requireNonNull(answers, "answers");
    }

    @Override
    public String toString() {
      return "Form[%d characters]".formatted(answers.length());
    }
  }

  /// A sign put to a message.
  ///
  /// @param target the id of that message
  /// @param emoji absent when the sign was taken away
  @JsonTypeName("reaction")
  record Reaction(String target, @Nullable String emoji) implements Content {
    public Reaction {
      requireNonNull(target, "target");
    }

    @Override
    public String toString() {
      return emoji == null ? "Reaction[removed]" : "Reaction";
    }
  }

  /// Other words for an earlier message or comment.
  ///
  /// @param target the id of the earlier one
  /// @param body the text or caption it has now
  @JsonTypeName("edited")
  record Edited(String target, String body) implements Content {
    public Edited {
      requireNonNull(target, "target");
      requireNonNull(body, "body");
    }

    @Override
    public String words() {
      return body;
    }

    @Override
    public String toString() {
      return "Edited[%d characters]".formatted(body.length());
    }
  }

  /// An earlier message or comment was taken back.
  ///
  /// @param target its id
  @JsonTypeName("revoked")
  record Revoked(String target) implements Content {
    public Revoked {
      requireNonNull(target, "target");
    }
  }

  /// Something happened in the conversation that is nobody's message: another phone number, an
  /// opt-in, arrival through an advertisement.
  ///
  /// @param kind the channel's own word: `user_changed_number`, `optin`, `referral`, …
  /// @param detail the channel's words for it, or what our link carried
  /// @param address how the customer is reached from now on
  @JsonTypeName("notice")
  record Notice(String kind, @Nullable String detail, @Nullable Address address)
      implements Content {
    public Notice {
      requireNonNull(kind, "kind");
    }

    @Override
    public String toString() {
      return "Notice[%s]".formatted(kind);
    }
  }

  /// A message of a type Sluice does not read, or that the channel could not hand over; the
  /// original stays in the topic `webhooks`.
  ///
  /// @param kind the channel's own name of the type
  /// @param code why the channel could not, by its catalogue, for example 131051
  @JsonTypeName("unsupported")
  record Unsupported(String kind, @Nullable Integer code) implements Content {

    /// A type Sluice does not read.
    public Unsupported(String kind) {
      this(kind, null);
    }

    public Unsupported {
      requireNonNull(kind, "kind");
    }
  }
}
