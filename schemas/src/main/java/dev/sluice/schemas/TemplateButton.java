package dev.sluice.schemas;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;

/// What goes into the place of one of a template's buttons. Buttons without a place, such as a
/// telephone number, need none of these.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(TemplateButton.QuickReply.class),
  @JsonSubTypes.Type(TemplateButton.Url.class),
  @JsonSubTypes.Type(TemplateButton.CopyCode.class)
})
public sealed interface TemplateButton {

  /// A template has [ten buttons at
  /// most](https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/components).
  int INDEX_MAX = 9;

  /// Which of the template's buttons, from 0 to [#INDEX_MAX].
  int index();

  /// What comes back with the answer of a person who taps the button.
  @JsonTypeName("quick-reply")
  record QuickReply(int index, String payload) implements TemplateButton {

    /// @throws InvalidSetting when no button has that index or the payload is blank
    public QuickReply {
      Contents.index(index);
      Contents.notBlank("payload", requireNonNull(payload, "payload"));
    }

    @Override
    public String toString() {
      return "QuickReply[%d]".formatted(index);
    }
  }

  /// The end of the address a button opens; its beginning was approved with the template.
  @JsonTypeName("url")
  record Url(int index, String suffix) implements TemplateButton {

    /// @throws InvalidSetting when no button has that index or the suffix is blank
    public Url {
      Contents.index(index);
      Contents.notBlank("suffix", requireNonNull(suffix, "suffix"));
    }

    @Override
    public String toString() {
      return "Url[%d]".formatted(index);
    }
  }

  /// The coupon a button copies.
  @JsonTypeName("copy-code")
  record CopyCode(int index, String coupon) implements TemplateButton {

    /// @throws InvalidSetting when no button has that index or the coupon is blank
    public CopyCode {
      Contents.index(index);
      Contents.notBlank("coupon", requireNonNull(coupon, "coupon"));
    }

    @Override
    public String toString() {
      return "CopyCode[%d]".formatted(index);
    }
  }
}
