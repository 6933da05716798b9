#include "parse.hpp"

#include <gmime/gmime.h>

#include <algorithm>
#include <chitty/time.hpp>
#include <mutex>

#include "text.hpp"

namespace chittyrouter {

using namespace chitty;

namespace {

struct Unref {
  void operator()(void* object) const { g_object_unref(object); }
};
template <class T>
using Owned = std::unique_ptr<T, Unref>;

struct FreeOptions {
  void operator()(GMimeParserOptions* options) const { g_mime_parser_options_free(options); }
};
using Options = std::unique_ptr<GMimeParserOptions, FreeOptions>;

void assume(Mail& mail, std::string what) {
  if (what.empty() || mail.assumed.size() >= most::assumed || std::find(mail.assumed.begin(), mail.assumed.end(), what) != mail.assumed.end()) return;
  mail.assumed.push_back(std::move(what));
}

void warned(gint64, GMimeParserWarning what, const gchar*, gpointer user) {
  auto& mail = *static_cast<Mail*>(user);
  switch (what) {
    case GMIME_WARN_DUPLICATED_HEADER: return assume(mail, "a header stands there twice: the first counts");
    case GMIME_WARN_UNENCODED_8BIT_HEADER: return assume(mail, "a header with bytes that are not encoded");
    case GMIME_WARN_INVALID_CONTENT_TYPE: return assume(mail, "a content type that is none");
    case GMIME_CRIT_MULTIPART_WITHOUT_BOUNDARY: return assume(mail, "a multipart without a boundary");
    case GMIME_WARN_MALFORMED_MULTIPART: return assume(mail, "a multipart without its end");
    case GMIME_WARN_TRUNCATED_MESSAGE: return assume(mail, "cut off");
    case GMIME_CRIT_NESTING_OVERFLOW: return assume(mail, "nested too deep: the rest was not read");
    default: return assume(mail, "not quite as RFC 5322 and 2045 say");
  }
}

Options options_for(Mail* mail) {
  static std::once_flag once;
  std::call_once(once, [] { g_mime_init(); });
  Options options(g_mime_parser_options_new());
  static const char* charsets[] = {"utf-8", "windows-1252", nullptr};
  g_mime_parser_options_set_fallback_charsets(options.get(), charsets);
  if (mail) g_mime_parser_options_set_warning_callback(options.get(), warned, mail);
  return options;
}

// The bytes are not copied: GMime reads them where they are, and each part is a window on them.
Owned<GMimeMessage> message_of(std::string_view bytes, GMimeParserOptions* options) {
  auto* array = g_byte_array_new_take(reinterpret_cast<guint8*>(const_cast<char*>(bytes.data())), bytes.size());
  Owned<GMimeStream> stream(g_mime_stream_mem_new_with_byte_array(array));
  g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(stream.get()), FALSE);
  Owned<GMimeParser> parser(g_mime_parser_new_with_stream(stream.get()));
  Owned<GMimeMessage> message(g_mime_parser_construct_message(parser.get(), options));
  return message;
}

// A header's text: encoded words decoded; what latin1 made of windows-1252's quotes and dashes, put right.
std::string header_text(GMimeParserOptions* options, const char* raw, std::size_t most) {
  if (!raw) return {};
  const std::unique_ptr<char, void (*)(void*)> decoded(g_mime_utils_header_decode_text(options, cut(raw, most::header * 4).c_str()), g_free);
  std::string text(decoded ? decoded.get() : "");
  std::string ignored;
  text = to_utf8(text, "utf-8", ignored);
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool c1 = text[i] == '\xc2' && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xa0;
    if (c1)
      out += to_utf8(std::string_view(text).substr(++i, 1), "windows-1252", ignored);
    else
      out += text[i];
  }
  return one_line(out, most);
}

std::string id_in_brackets(std::string_view id) { return one_line(id, 512); }

std::vector<std::string> ids_of(GMimeParserOptions* options, const char* header) {
  std::vector<std::string> ids;
  if (!header) return ids;
  auto* parsed = g_mime_references_parse(options, cut(header, 64 << 10).c_str());
  for (int i = 0; i < g_mime_references_length(parsed); ++i)
    if (auto id = id_in_brackets(g_mime_references_get_message_id(parsed, i)); !id.empty()) ids.push_back(std::move(id));
  g_mime_references_free(parsed);
  if (ids.size() > most::references) ids.erase(ids.begin(), ids.end() - most::references);  // the parent is the last
  return ids;
}

std::vector<Address> addresses_of(InternetAddressList* list) {
  std::vector<Address> out;
  std::vector<InternetAddressList*> open{list};  // groups may hold groups
  while (!open.empty() && out.size() < most::addresses) {
    auto* next = open.back();
    open.pop_back();
    for (int i = 0; next && i < internet_address_list_length(next) && out.size() < most::addresses; ++i) {
      auto* one = internet_address_list_get_address(next, i);
      if (INTERNET_ADDRESS_IS_GROUP(one)) {
        if (open.size() < 16) open.push_back(internet_address_group_get_members(INTERNET_ADDRESS_GROUP(one)));
        continue;
      }
      const auto* name = internet_address_get_name(one);
      const auto* address = internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(one));
      std::string ignored;
      Address made{one_line(to_utf8(name ? name : "", "utf-8", ignored), 200), lower(one_line(to_utf8(address ? address : "", "utf-8", ignored), 320))};
      if (!made.address.empty() || !made.name.empty()) out.push_back(std::move(made));
    }
  }
  return out;
}

// Reads a part's content, decoded, in pieces. False from `take` ends it.
void content_of(GMimePart* part, const std::function<bool(std::string_view)>& take) {
  auto* wrapper = g_mime_part_get_content(part);
  if (!wrapper) return;
  auto* stream = g_mime_data_wrapper_get_stream(wrapper);
  g_mime_stream_reset(stream);
  Owned<GMimeStream> filtered(g_mime_stream_filter_new(stream));
  const auto encoding = g_mime_data_wrapper_get_encoding(wrapper);
  if (encoding == GMIME_CONTENT_ENCODING_BASE64 || encoding == GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE || encoding == GMIME_CONTENT_ENCODING_UUENCODE) {
    Owned<GMimeFilter> filter(g_mime_filter_basic_new(encoding, FALSE));
    g_mime_stream_filter_add(GMIME_STREAM_FILTER(filtered.get()), filter.get());
  }
  std::string buffer(64 << 10, '\0');
  for (;;) {
    const auto got = g_mime_stream_read(filtered.get(), buffer.data(), buffer.size());
    if (got <= 0 || !take(std::string_view(buffer).substr(0, static_cast<std::size_t>(got)))) return;
  }
}

std::string type_of(GMimeObject* object) {
  auto* type = g_mime_object_get_content_type(object);
  if (!type) return "text/plain";
  const auto part = [](const char* word) { return word ? lower(one_line(word, 60)) : std::string("x"); };
  std::string ignored;
  return to_utf8(part(g_mime_content_type_get_media_type(type)) + "/" + part(g_mime_content_type_get_media_subtype(type)), "utf-8", ignored);
}

std::string parameter(GMimeObject* object, const char* name) {
  auto* type = g_mime_object_get_content_type(object);
  const auto* value = type ? g_mime_content_type_get_parameter(type, name) : nullptr;
  return value ? one_line(value, 100) : std::string();
}

struct Leaf {
  GMimeObject* object = nullptr;
  int alternative = 0;  // of which multipart/alternative; 0: of none
  bool attachment = false;
};

// The leaves, in order: a mail within a mail is one of them, it is not looked into.
std::vector<Leaf> leaves_of(GMimeObject* root, Mail* mail) {
  struct Open {
    GMimeMultipart* multipart;
    int next, alternative;
  };
  std::vector<Leaf> leaves;
  std::vector<Open> open;
  int alternatives = 0;
  const auto take = [&](GMimeObject* object, int alternative) {
    if (!object) return;
    if (GMIME_IS_MULTIPART(object)) {
      if (open.size() >= most::depth) {
        if (mail) assume(*mail, "nested deeper than 500 parts: the rest was not read");
        return;
      }
      const bool is_one = type_of(object) == "multipart/alternative";
      return open.push_back({GMIME_MULTIPART(object), 0, is_one ? ++alternatives : alternative});
    }
    const auto* disposition = g_mime_object_get_disposition(object);
    const bool named = GMIME_IS_PART(object) && g_mime_part_get_filename(GMIME_PART(object));
    const auto type = type_of(object);
    const bool text = GMIME_IS_PART(object) && (type == "text/plain" || type == "text/html");
    leaves.push_back({object, alternative, !text || named || (disposition && g_ascii_strcasecmp(disposition, "attachment") == 0)});
  };
  take(root, 0);
  while (!open.empty() && leaves.size() < most::parts) {
    auto& last = open.back();
    if (last.next >= g_mime_multipart_get_count(last.multipart)) {
      open.pop_back();
      continue;
    }
    auto* object = g_mime_multipart_get_part(last.multipart, last.next++);
    take(object, last.alternative);
  }
  if (mail && leaves.size() >= most::parts) assume(*mail, "more than 2000 parts: the rest was not read");
  return leaves;
}

std::string text_of(GMimeObject* object, Mail& mail) {
  std::string raw, assumed;
  content_of(GMIME_PART(object), [&](std::string_view piece) {
    raw += piece;
    return raw.size() < most::text * 8;
  });
  auto text = to_utf8(raw, parameter(object, "charset"), assumed);
  assume(mail, std::move(assumed));
  if (type_of(object) == "text/html") return text_of_html(text);
  if (lower(parameter(object, "format")) == "flowed") return unflowed(text, lower(parameter(object, "delsp")) == "yes");
  return text;
}

void add_attachment(GMimeObject* object, Mail& mail) {
  if (mail.attachments.size() >= most::attachments) return assume(mail, "more than 200 attachments: the rest is not listed");
  Attachment made{.name = {}, .type = type_of(object), .sha256 = {}};
  const std::unique_ptr<GChecksum, void (*)(GChecksum*)> hash(g_checksum_new(G_CHECKSUM_SHA256), g_checksum_free);
  const auto add = [&](std::string_view piece) {
    g_checksum_update(hash.get(), reinterpret_cast<const guchar*>(piece.data()), static_cast<gssize>(piece.size()));
    made.size += piece.size();
    return true;
  };
  if (GMIME_IS_PART(object)) {
    const auto* name = g_mime_part_get_filename(GMIME_PART(object));
    std::string ignored;
    made.name = one_line(to_utf8(name ? name : "", "utf-8", ignored), 255);
    content_of(GMIME_PART(object), add);
  } else {
    const std::unique_ptr<char, void (*)(void*)> whole(g_mime_object_to_string(object, nullptr), g_free);
    add(whole ? whole.get() : "");
    made.name = "message.eml";
  }
  made.sha256 = g_checksum_get_string(hash.get());
  mail.attachments.push_back(std::move(made));
}

void read_parts(GMimeObject* root, Mail& mail) {
  const auto leaves = leaves_of(root, &mail);
  const auto is_plain = [](const Leaf& leaf) { return type_of(leaf.object) == "text/plain"; };
  std::vector<int> with_plain;
  for (const auto& leaf : leaves)
    if (!leaf.attachment && leaf.alternative > 0 && is_plain(leaf)) with_plain.push_back(leaf.alternative);
  for (const auto& leaf : leaves) {
    if (leaf.attachment) {
      add_attachment(leaf.object, mail);
      continue;
    }
    const bool said_already = !is_plain(leaf) && std::find(with_plain.begin(), with_plain.end(), leaf.alternative) != with_plain.end();
    if (said_already || mail.text.size() >= most::text) continue;
    if (!mail.text.empty() && mail.text.back() != '\n') mail.text += '\n';
    mail.text += text_of(leaf.object, mail);
  }
  if (mail.text.size() > most::text) assume(mail, "a text longer than 64 KiB: its beginning is kept here");
  mail.text = clean(mail.text, most::text);
}

void read_headers(GMimeObject* object, GMimeParserOptions* options, Mail& mail) {
  auto* list = g_mime_object_get_header_list(object);
  std::size_t total = 0;
  for (int i = 0; i < g_mime_header_list_get_count(list); ++i) {
    auto* header = g_mime_header_list_get_header_at(list, i);
    auto name = lower(one_line(g_mime_header_get_name(header), 100));
    if (name.empty() || std::any_of(name.begin(), name.end(), [](char c) { return c <= ' ' || static_cast<unsigned char>(c) >= 0x7f || c == ':'; })) continue;
    const auto* raw = g_mime_header_get_raw_value(header);
    auto value = header_text(options, raw, most::header);
    total += name.size() + value.size();
    if (total > most::headers || mail.headers.size() >= 500) return assume(mail, "headers larger than 48 KiB: the first are kept here");
    mail.headers.emplace_back(std::move(name), std::move(value));
  }
}

std::string date_of(GMimeMessage* message) {
  auto* date = g_mime_message_get_date(message);
  if (!date) return {};
  const auto seconds = g_date_time_to_unix(date);
  return seconds > 0 && seconds < 253'402'300'800 ? rfc3339(seconds * 1000) : std::string();
}

// "<list.example.com>" of "A list <list.example.com>" (RFC 2919).
std::string list_of(const std::string& header) {
  const auto open = header.rfind('<'), close = header.rfind('>');
  if (open == std::string::npos || close == std::string::npos || close < open) return lower(cut(header, 255));
  return lower(cut(header.substr(open + 1, close - open - 1), 255));
}

std::string first_header(const Mail& mail, std::string_view name) {
  const auto found = std::find_if(mail.headers.begin(), mail.headers.end(), [&](const auto& header) { return header.first == name; });
  return found == mail.headers.end() ? std::string() : found->second;
}

}  // namespace

Result<Mail> parse_mail(std::string_view bytes, const std::string& sha256) {
  if (bytes.empty()) return make_error(Code::refused, "an empty file is no mail");
  if (bytes.size() > most::mail) return make_error(Code::refused, "a mail larger than 160 MiB");
  Mail mail;
  mail.sha256 = sha256;
  mail.size = bytes.size();
  const auto options = options_for(&mail);
  const auto message = message_of(bytes, options.get());
  if (!message) return make_error(Code::refused, "this is no mail");
  auto* object = GMIME_OBJECT(message.get());
  read_headers(object, options.get(), mail);
  if (mail.headers.empty()) assume(mail, "no headers");
  mail.subject = cut(first_header(mail, "subject"), most::line);
  if (const auto* id = g_mime_message_get_message_id(message.get())) mail.message_id = id_in_brackets(id);
  mail.references = ids_of(options.get(), g_mime_object_get_header(object, "References"));
  if (const auto replied = ids_of(options.get(), g_mime_object_get_header(object, "In-Reply-To")); !replied.empty()) mail.in_reply_to = replied.front();
  mail.from = addresses_of(g_mime_message_get_from(message.get()));
  mail.to = addresses_of(g_mime_message_get_to(message.get()));
  mail.cc = addresses_of(g_mime_message_get_cc(message.get()));
  if (const auto reply = addresses_of(g_mime_message_get_reply_to(message.get())); !reply.empty()) mail.reply_to = reply.front().address;
  mail.date = date_of(message.get());
  mail.list_id = list_of(first_header(mail, "list-id"));
  if (auto* root = g_mime_message_get_mime_part(message.get())) read_parts(root, mail);
  std::string ignored;  // ids come as they are
  for (auto* id : {&mail.message_id, &mail.in_reply_to}) *id = to_utf8(*id, "utf-8", ignored);
  for (auto& id : mail.references) id = to_utf8(id, "utf-8", ignored);
  return mail;
}

Result<void> attachment_of(std::string_view bytes, std::size_t number, const TakePiece& take) {
  const auto options = options_for(nullptr);
  const auto message = message_of(bytes, options.get());
  auto* root = message ? g_mime_message_get_mime_part(message.get()) : nullptr;
  if (!root) return make_error(Code::not_found, "this mail has no attachments");
  std::size_t at = 0;
  for (const auto& leaf : leaves_of(root, nullptr)) {
    if (!leaf.attachment || at++ != number) continue;
    Result<void> done;
    if (GMIME_IS_PART(leaf.object)) {
      content_of(GMIME_PART(leaf.object), [&](std::string_view piece) { return (done = take(piece)).has_value(); });
      return done;
    }
    const std::unique_ptr<char, void (*)(void*)> whole(g_mime_object_to_string(leaf.object, nullptr), g_free);
    return take(whole ? whole.get() : "");
  }
  return make_error(Code::not_found, "this mail has no attachment " + std::to_string(number + 1));
}

}  // namespace chittyrouter
