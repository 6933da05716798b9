// The program that reads documents: run in a child with limits, without anything of the host's. From standard input it takes a line "FROM TO",
// the pages that are wanted, and the document in Base64; to standard output it gives lines of JSON: what the document is, or why it cannot
// be read, and then each page. It trusts nothing that is in the document.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace chittycases::read {

// Why a document cannot be read, as a person is told.
struct Unreadable : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct Box {
  std::size_t offset;
  double left, top, right, bottom;
};

struct Page {
  int number = 1;
  double width = 0, height = 0;  // 0: it has no places
  std::string text;
  std::vector<Box> boxes;
};

struct Document {
  std::string format;
  int pages = 0;
  std::vector<Page> read;  // those that were asked for
};

struct Range {
  int from = 1, to = 1 << 30;
};

Document read_document(std::string_view bytes, Range wanted);

// Each by its own library. Texts come back as they are in the document: read_document() cleans them and divides them into pages.
Document read_pdf(std::string_view bytes, Range wanted);
std::string text_of_mail(std::string_view bytes);
std::string text_of_html(std::string_view bytes, const char* charset);
std::string text_of_docx(const std::string& xml);
std::string text_of_odt(const std::string& xml);

// The member of that name in a ZIP archive. Unreadable if it is not there, or is larger than it may be.
std::string member_of_zip(std::string_view bytes, std::string_view name);
std::vector<std::string> members_of_zip(std::string_view bytes);

// UTF-8 without what is none, and without control characters but line feed, form feed and tabulator.
std::string cleaned(std::string_view text);
// What is not UTF-8 is taken for windows-1252.
std::string to_utf8(std::string_view text);
std::string as_json(std::string_view text);

}  // namespace chittycases::read
