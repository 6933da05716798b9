// Documents of Word and OpenDocument: XML in a ZIP archive. What it expands to is limited before it is there.
#include <archive.h>
#include <archive_entry.h>
#include <libxml/xmlreader.h>

#include <array>
#include <memory>

#include "reader.hpp"

namespace chittycases::read {

namespace {

constexpr std::size_t most_expanded = 64u << 20, most_members = 10'000;

struct Free {
  void operator()(archive* of) const { archive_read_free(of); }
};

std::unique_ptr<archive, Free> opened(std::string_view bytes) {
  std::unique_ptr<archive, Free> zip(archive_read_new());
  archive_read_support_format_zip(zip.get());
  if (archive_read_open_memory(zip.get(), bytes.data(), bytes.size()) != ARCHIVE_OK) throw Unreadable("the file is damaged or not complete");
  return zip;
}

// The next member's name; empty at the end.
std::string next(archive* zip, std::size_t& count) {
  archive_entry* entry = nullptr;
  const auto got = archive_read_next_header(zip, &entry);
  if (got == ARCHIVE_EOF) return {};
  if (got != ARCHIVE_OK && got != ARCHIVE_WARN) throw Unreadable("the file is damaged or not complete");
  if (++count > most_members) throw Unreadable("it has more than 10000 files in it");
  if (archive_entry_is_encrypted(entry)) throw Unreadable("it is encrypted, and opens with a password only");
  const auto* name = archive_entry_pathname(entry);
  return name ? name : "?";
}

// The events of an XML document: `begin` and `text` as they come.
template <class Begin, class Text>
void each(const std::string& xml, Begin&& begin, Text&& text) {
  const std::unique_ptr<xmlTextReader, void (*)(xmlTextReader*)> reader(xmlReaderForMemory(xml.data(), static_cast<int>(xml.size()), nullptr, nullptr, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING), xmlFreeTextReader);
  if (!reader) throw Unreadable("its text cannot be understood");
  int got = 1;
  while ((got = xmlTextReaderRead(reader.get())) == 1) {
    const auto type = xmlTextReaderNodeType(reader.get());
    const auto* name = reinterpret_cast<const char*>(xmlTextReaderConstName(reader.get()));
    const auto* value = reinterpret_cast<const char*>(xmlTextReaderConstValue(reader.get()));
    if (type == XML_READER_TYPE_ELEMENT || type == XML_READER_TYPE_END_ELEMENT) begin(std::string_view(name ? name : ""), type == XML_READER_TYPE_END_ELEMENT, reader.get());
    else if ((type == XML_READER_TYPE_TEXT || type == XML_READER_TYPE_SIGNIFICANT_WHITESPACE) && value) text(std::string_view(value));
  }
  if (got != 0) throw Unreadable("the file is damaged or not complete");
}

std::string attribute(xmlTextReader* reader, const char* name) {
  const std::unique_ptr<xmlChar, void (*)(void*)> value(xmlTextReaderGetAttribute(reader, reinterpret_cast<const xmlChar*>(name)), xmlFree);
  return value ? reinterpret_cast<const char*>(value.get()) : "";
}

}  // namespace

std::vector<std::string> members_of_zip(std::string_view bytes) {
  const auto zip = opened(bytes);
  std::vector<std::string> names;
  std::size_t count = 0;
  for (auto name = next(zip.get(), count); !name.empty(); name = next(zip.get(), count)) {
    names.push_back(std::move(name));
    if (names.back() == "word/document.xml" || names.back() == "content.xml") break;  // enough is known
  }
  return names;
}

std::string member_of_zip(std::string_view bytes, std::string_view wanted) {
  const auto zip = opened(bytes);
  std::size_t count = 0;
  for (auto name = next(zip.get(), count); !name.empty(); name = next(zip.get(), count)) {
    if (name != wanted) continue;
    std::string content;
    std::array<char, 65536> piece;
    for (;;) {
      const auto got = archive_read_data(zip.get(), piece.data(), piece.size());
      if (got == 0) return content;
      if (got < 0) throw Unreadable("the file is damaged or not complete");
      content.append(piece.data(), static_cast<std::size_t>(got));
      if (content.size() > most_expanded) throw Unreadable("it expands to more than 64 MiB");
    }
  }
  throw Unreadable("the file is damaged or not complete");
}

std::string text_of_docx(const std::string& xml) {
  std::string out;
  bool in_text = false, deleted = false;
  each(
      xml,
      [&](std::string_view name, bool end, xmlTextReader* reader) {
        if (name == "w:t") in_text = !end && !xmlTextReaderIsEmptyElement(reader);
        else if (name == "w:del") deleted = !end;
        else if (name == "w:p" && end) out += '\n';
        else if (name == "w:tab" && !end) out += '\t';
        else if (name == "w:br" && !end) out += attribute(reader, "w:type") == "page" ? '\f' : '\n';
        else if (name == "w:lastRenderedPageBreak" && !end && !out.empty() && out.back() != '\f') out += '\f';
        else if (name == "w:tc" && end && !out.empty() && out.back() == '\n') out.back() = '\t';
        else if (name == "w:tr" && end) out += '\n';
      },
      [&](std::string_view text) {
        if (in_text && !deleted) out += text;
      });
  return out;
}

std::string text_of_odt(const std::string& xml) {
  std::string out;
  int paragraphs = 0, hidden = 0;
  each(
      xml,
      [&](std::string_view name, bool end, xmlTextReader* reader) {
        const bool empty = xmlTextReaderIsEmptyElement(reader) == 1;
        if (name == "text:p" || name == "text:h") {
          if (empty || end) out += '\n';
          if (!empty) paragraphs += end ? -1 : 1;
        } else if (name == "text:tracked-changes" && !empty) hidden += end ? -1 : 1;
        else if (end) return;
        else if (name == "text:s") out += ' ';
        else if (name == "text:tab") out += '\t';
        else if (name == "text:line-break") out += '\n';
        else if (name == "text:soft-page-break") out += '\f';
      },
      [&](std::string_view text) {
        if (paragraphs > 0 && hidden == 0) out += text;
      });
  return out;
}

}  // namespace chittycases::read
