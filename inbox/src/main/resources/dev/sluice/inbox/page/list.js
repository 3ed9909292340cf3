// The list of messages: their order, and one row for each. Knows nothing of the network.
// Whatever a customer wrote goes in as text, never as markup.

const BANDS = ["urgent", "high", "normal", "low"];

/// Most urgent band first, then what is due first, then arrival: the order the server gives.
export function byUrgency(one, other) {
  return BANDS.indexOf(one.priority.band) - BANDS.indexOf(other.priority.band)
    || dueMillis(one) - dueMillis(other) || one.seq - other.seq;
}

/// What nobody has given a time comes behind what somebody has. Not infinite, for two of them have
/// to compare.
function dueMillis(message) {
  return message.priority.due ? Date.parse(message.priority.due) : Number.MAX_SAFE_INTEGER;
}

/// "due in 5 min" or "3 h late", in whole minutes, hours or days.
export function dueText(due, now) {
  const minutes = Math.floor(Math.abs(due - now) / 60000);
  const span = minutes < 1 ? "less than 1 min"
    : minutes < 60 ? `${minutes} min`
    : minutes < 48 * 60 ? `${Math.floor(minutes / 60)} h`
    : `${Math.floor(minutes / 1440)} days`;
  return due < now ? `${span} late` : `due in ${span}`;
}

export class MessageList {
  // Rows on the page at most: beyond it the browser grows slow, and nobody reads that far.
  static MOST = 500;

  #root;
  #template;
  #shown = new Map();
  #held = new Map();

  constructor(root, template) {
    this.#root = root;
    this.#template = template;
  }

  get size() { return this.#shown.size; }
  get held() { return this.#held.size; }

  clear() {
    this.#shown.clear();
    this.#held.clear();
    this.#root.replaceChildren();
  }

  /// Adds messages in their places. While somebody is reading the list, new ones are held back, so
  /// that no row moves under a pointer or the focus.
  add(messages, arriving) {
    for (const message of messages) {
      if (this.#shown.has(message.seq) || this.#held.has(message.seq)) continue;
      if (arriving && this.#isBeingRead()) this.#held.set(message.seq, message);
      else this.#insert(message, arriving);
    }
    this.#trim();
  }

  release() {
    const held = [...this.#held.values()];
    this.#held.clear();
    for (const message of held) this.#insert(message, true);
    this.#trim();
  }

  /// Says again how long there is to answer each. Rows keep their places: time moves none of them
  /// past another of its band.
  tick(now) {
    for (const row of this.#root.children) {
      const message = this.#shown.get(Number(row.dataset.seq));
      if (message) showDue(row, message.priority.due, now);
    }
  }

  /// Moves the focus one row up or down.
  move(step) {
    const rows = [...this.#root.children];
    const at = rows.indexOf(document.activeElement?.closest("#messages > li"));
    rows[Math.min(Math.max(at + step, 0), rows.length - 1)]?.focus();
  }

  #isBeingRead() {
    return this.#root.matches(":hover") || this.#root.contains(document.activeElement);
  }

  #insert(message, arriving) {
    const row = render(this.#template, message);
    row.classList.toggle("arriving", arriving);
    // From the end: most of a page comes in order.
    let before = this.#root.lastElementChild;
    while (before && byUrgency(this.#shown.get(Number(before.dataset.seq)), message) > 0) {
      before = before.previousElementSibling;
    }
    if (before) before.after(row);
    else this.#root.prepend(row);
    this.#shown.set(message.seq, message);
  }

  #trim() {
    while (this.#shown.size > MessageList.MOST) {
      const last = this.#root.lastElementChild;
      this.#shown.delete(Number(last.dataset.seq));
      last.remove();
    }
  }
}

function render(template, message) {
  const row = template.content.firstElementChild.cloneNode(true);
  const put = (selector, text, tone) => {
    const element = row.querySelector(selector);
    element.textContent = text;
    if (tone) element.dataset.tone = tone;
    return element;
  };
  const { priority, sentiment, category, content } = message;
  row.dataset.seq = message.seq;
  row.dataset.band = priority.band;
  put(".band", `${priority.band} ${priority.score}`, priority.band);
  showDue(row, priority.due, Date.now());
  put(".sentiment", sentiment.label === "unknown" ? "sentiment unknown"
    : `${sentiment.label} ${percent(sentiment.confidence)}`, sentiment.label);
  put(".category", category.name === "unknown" ? "category unknown" : category.name);
  row.querySelector(".degraded").hidden = !message.degraded;
  const words = wordsOf(content);
  put(".words", words.text).classList.toggle("absent", words.absent);
  put(".who", message.customerName ?? message.customer);
  put(".channel", message.channel);
  put(".inbox", message.inbox);
  const time = put(".received", new Intl.DateTimeFormat(undefined, { dateStyle: "short", timeStyle: "medium" })
    .format(new Date(message.receivedAt)));
  time.dateTime = message.receivedAt;
  put("summary", `Why ${priority.score}`);
  const reasons = row.querySelector(".reasons");
  for (const reason of priority.reasons) {
    const item = document.createElement("li");
    item.textContent = `${reason.because} ${reason.points < 0 ? "−" : "+"}${Math.abs(reason.points)}`;
    reasons.append(item);
  }
  return row;
}

/// In words, for colour alone tells not everybody that a message is late.
function showDue(row, due, now) {
  const chip = row.querySelector(".due");
  chip.hidden = !due;
  if (!due) return;
  const at = Date.parse(due);
  const text = dueText(at, now);
  if (chip.textContent === text) return;
  chip.textContent = text;
  chip.dateTime = due;
  chip.title = new Intl.DateTimeFormat(undefined, { dateStyle: "short", timeStyle: "short" })
    .format(new Date(at));
  const late = at < now;
  chip.dataset.tone = late ? "late" : "";
  row.dataset.late = late;
}

function wordsOf(content) {
  switch (content.type) {
    case "text": return { text: content.body, absent: false };
    case "media": return content.caption
      ? { text: `${content.kind}: ${content.caption}`, absent: false }
      : { text: content.kind, absent: true };
    case "edited": return { text: `edited: ${content.body}`, absent: false };
    case "comment": return { text: `comment: ${content.body}`, absent: false };
    case "choice": return { text: content.title || content.kind, absent: !content.title };
    case "album": return { text: `${content.attachments.length} attachments${content.caption ? `: ${content.caption}` : ""}`,
      absent: !content.caption };
    case "order": return { text: `an order of ${content.items.length}${content.note ? `: ${content.note}` : ""}`,
      absent: !content.note };
    case "reaction": return { text: content.emoji ? `reacted ${content.emoji}` : "took a reaction back", absent: true };
    case "revoked": return { text: "took a message back", absent: true };
    case "location": return { text: content.name ? `a place: ${content.name}` : "a place", absent: true };
    case "contacts": return { text: `${content.cards.length} address cards`, absent: true };
    case "form": return { text: "a form that was filled in", absent: true };
    case "notice": return { text: content.detail ? `${content.kind}: ${content.detail}` : content.kind, absent: true };
    default: return { text: `a message of the kind ${content.kind}`, absent: true };
  }
}

function percent(share) {
  return `${Math.round(share * 100)} %`;
}
