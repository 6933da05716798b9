// Mail by GMime: who wrote to whom, when, about what, and the text; of attachments the names.
#include <gmime/gmime.h>

#include <functional>
#include <memory>

#include "reader.hpp"

namespace chittycases::read {

namespace {

struct Unref {
  void operator()(void* object) const { g_object_unref(object); }
};
template <class T>
using Owned = std::unique_ptr<T, Unref>;

std::string text_or_empty(const char* text) { return text ? text : ""; }

void put_header(std::string& out, GMimeObject* message, const char* name) {
  auto* header = g_mime_header_list_get_header(g_mime_object_get_header_list(message), name);
  if (const auto* value = header ? g_mime_header_get_value(header) : nullptr; value && *value) out += std::string(name) + ": " + value + "\n";
}

std::string content_of(GMimePart* part) {
  auto* wrapper = g_mime_part_get_content(part);
  if (!wrapper) return {};
  Owned<GMimeStream> memory(g_mime_stream_mem_new());
  if (g_mime_data_wrapper_write_to_stream(wrapper, memory.get()) < 0) return {};
  auto* array = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory.get()));
  return std::string(reinterpret_cast<const char*>(array->data), array->len);
}

std::string decoded(GMimePart* part, std::string raw) {
  const auto charset = text_or_empty(g_mime_object_get_content_type_parameter(GMIME_OBJECT(part), "charset"));
  if (charset.empty() || g_ascii_strcasecmp(charset.c_str(), "utf-8") == 0 || g_ascii_strcasecmp(charset.c_str(), "us-ascii") == 0) return to_utf8(raw);
  const auto canonical = g_ascii_strcasecmp(charset.c_str(), "iso-8859-1") == 0 ? std::string("windows-1252") : charset;
  gsize written = 0;
  const std::unique_ptr<char, void (*)(void*)> text(g_convert_with_fallback(raw.data(), static_cast<gssize>(raw.size()), "utf-8", canonical.c_str(), "?", nullptr, &written, nullptr), g_free);
  return text ? std::string(text.get(), written) : to_utf8(raw);
}

struct Parts {
  std::string text, html;
  std::vector<std::string> attached;
};

void take(GMimeObject* object, Parts& parts, int depth) {
  if (!object || depth > 40 || parts.attached.size() > 1000 || parts.text.size() > (32u << 20)) return;
  if (GMIME_IS_MULTIPART(object)) {
    auto* multipart = GMIME_MULTIPART(object);
    const auto count = g_mime_multipart_get_count(multipart);
    for (int i = 0; i < count && i < 2000; ++i) take(g_mime_multipart_get_part(multipart, i), parts, depth + 1);
    return;
  }
  if (GMIME_IS_MESSAGE_PART(object)) {
    auto* inner = g_mime_message_part_get_message(GMIME_MESSAGE_PART(object));
    if (!inner) return;
    parts.text += "\nForwarded:\n";
    for (const auto* name : {"From", "To", "Date", "Subject"}) put_header(parts.text, GMIME_OBJECT(inner), name);
    parts.text += "\n";
    take(g_mime_message_get_mime_part(inner), parts, depth + 1);
    return;
  }
  if (!GMIME_IS_PART(object)) return;
  auto* part = GMIME_PART(object);
  const auto* type = g_mime_object_get_content_type(object);
  auto* mutable_type = const_cast<GMimeContentType*>(type);
  const auto* disposition = g_mime_object_get_disposition(object);
  const auto name = text_or_empty(g_mime_part_get_filename(part));
  const bool plain = g_mime_content_type_is_type(mutable_type, "text", "plain"), html = g_mime_content_type_is_type(mutable_type, "text", "html");
  if ((!plain && !html) || !name.empty() || (disposition && g_ascii_strcasecmp(disposition, "attachment") == 0)) {
    parts.attached.push_back(name.empty() ? "without a name" : name);
    return;
  }
  auto text = decoded(part, content_of(part));
  if (plain) parts.text += (parts.text.empty() ? "" : "\n") + text;
  else if (text.size() > 0) parts.html += text_of_html(text, "utf-8");
}

}  // namespace

std::string text_of_mail(std::string_view bytes) {
  g_mime_init();
  Owned<GMimeStream> stream(g_mime_stream_mem_new_with_buffer(bytes.data(), bytes.size()));
  Owned<GMimeParser> parser(g_mime_parser_new_with_stream(stream.get()));
  if (bytes.starts_with("From ")) g_mime_parser_set_format(parser.get(), GMIME_FORMAT_MBOX);
  Owned<GMimeMessage> message(g_mime_parser_construct_message(parser.get(), nullptr));
  if (!message) throw Unreadable("the mail cannot be understood");
  std::string out;
  for (const auto* name : {"From", "To", "Cc", "Date", "Subject"}) put_header(out, GMIME_OBJECT(message.get()), name);
  Parts parts;
  take(g_mime_message_get_mime_part(message.get()), parts, 0);
  out += "\n" + (parts.text.empty() ? parts.html : parts.text);
  for (const auto& name : parts.attached) out += "\nAttachment: " + name;
  return out + "\n";
}

}  // namespace chittycases::read
