#include <algorithm>
#include <array>

#include "reader.hpp"

namespace chittycases::read {

namespace {

constexpr std::size_t most_on_page = 200'000;  // bytes: what has no pages of its own is divided

std::string lowered(std::string_view text) {
  std::string out(text);
  for (auto& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

// A mail begins with a header, and has at least two that mails have.
bool is_mail(std::string_view bytes) {
  auto begin = bytes.substr(0, 8192);
  if (begin.starts_with("From ")) begin.remove_prefix(std::min(begin.find('\n') + 1, begin.size()));
  int known = 0;
  while (!begin.empty()) {
    const auto end = std::min(begin.find('\n'), begin.size());
    auto line = begin.substr(0, end);
    begin.remove_prefix(std::min(end + 1, begin.size()));
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (line.empty()) break;
    if (line.front() == ' ' || line.front() == '\t') continue;
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || colon == 0 || line.substr(0, colon).find(' ') != std::string_view::npos) return false;
    const auto name = lowered(line.substr(0, colon));
    for (const auto* one : {"from", "to", "subject", "date", "received", "message-id", "mime-version", "return-path", "content-type", "delivered-to"})
      if (name == one) ++known;
  }
  return known >= 2;
}

bool is_html(std::string_view bytes) {
  auto begin = lowered(bytes.substr(0, 2048));
  const auto first = begin.find_first_not_of(" \t\r\n\xef\xbb\xbf");
  if (first == std::string::npos) return false;
  begin.erase(0, first);
  return begin.starts_with("<!doctype html") || begin.starts_with("<html") || begin.starts_with("<head") || begin.starts_with("<body") || (begin.starts_with("<?xml") && begin.find("<html") != std::string::npos) || (begin.starts_with("<!--") && begin.find("<html") != std::string::npos);
}

bool is_binary(std::string_view bytes) {
  const auto begin = bytes.substr(0, 8192);
  if (begin.starts_with("\xff\xfe") || begin.starts_with("\xfe\xff")) return false;
  const auto strange = std::count_if(begin.begin(), begin.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != '\v'; });
  return begin.find('\0') != std::string_view::npos || strange * 50 > static_cast<std::ptrdiff_t>(begin.size());
}

struct Known {
  std::string_view begins, what;
};
constexpr std::array<Known, 10> not_text{{{"\x89PNG", "it is a picture, and has no text"}, {"\xff\xd8\xff", "it is a picture, and has no text"}, {"II*", "it is a picture, and has no text"}, {std::string_view("MM\0*", 4), "it is a picture, and has no text"}, {"GIF8", "it is a picture, and has no text"}, {"\xd0\xcf\x11\xe0", "it is an older Office file; save it as .docx"}, {"\x1f\x8b", "it is compressed with gzip; unpack it first"}, {"7z\xbc\xaf", "it is a 7z archive; unpack it first"}, {"Rar!", "it is a RAR archive; unpack it first"}, {"\x7f"
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                             "ELF",
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                             "it is a program"}}};

Document in_pages(std::string format, std::string_view raw, Range wanted) {
  const auto text = cleaned(to_utf8(raw));
  Document document{std::move(format), 0, {}};
  std::string_view rest = text;
  do {
    auto end = std::min({rest.find('\f'), rest.size(), most_on_page});
    if (end < rest.size() && rest[end] != '\f') {
      if (const auto line = rest.rfind('\n', end); line != std::string_view::npos && line > most_on_page / 2) end = line;
      while (end > 0 && (static_cast<unsigned char>(rest[end]) & 0xc0) == 0x80) --end;
    }
    ++document.pages;
    if (document.pages >= wanted.from && document.pages <= wanted.to) document.read.push_back({document.pages, 0, 0, std::string(rest.substr(0, end)), {}});
    const bool feeds = end < rest.size() && (rest[end] == '\f' || rest[end] == '\n');
    rest.remove_prefix(std::min(end + (feeds ? 1 : 0), rest.size()));
  } while (!rest.empty());
  return document;
}

Document read_zip(std::string_view bytes, Range wanted) {
  const auto members = members_of_zip(bytes);
  const auto has = [&](std::string_view name) { return std::find(members.begin(), members.end(), name) != members.end(); };
  if (has("word/document.xml")) return in_pages("docx", text_of_docx(member_of_zip(bytes, "word/document.xml")), wanted);
  if (has("content.xml")) return in_pages("odt", text_of_odt(member_of_zip(bytes, "content.xml")), wanted);
  if (has("EncryptedPackage")) throw Unreadable("it is encrypted");
  throw Unreadable("it is an archive, and no document; unpack it first");
}

}  // namespace

Document read_document(std::string_view bytes, Range wanted) {
  if (bytes.substr(0, 1024).find("%PDF-") != std::string_view::npos) return read_pdf(bytes, wanted);
  if (bytes.starts_with("PK\x03\x04")) return read_zip(bytes, wanted);
  for (const auto& [begins, what] : not_text)
    if (bytes.starts_with(begins)) throw Unreadable(std::string(what));
  if (bytes.starts_with("{\\rtf")) throw Unreadable("it is an RTF file; save it as .docx");
  if (is_html(bytes)) return in_pages("html", text_of_html(bytes, nullptr), wanted);
  if (is_mail(bytes)) return in_pages("mail", text_of_mail(bytes), wanted);
  if (is_binary(bytes)) throw Unreadable("it is of a kind that is not known here");
  return in_pages("text", bytes, wanted);
}

}  // namespace chittycases::read
