// A PDF of plain text, as small as one can be (ISO 32000-1): catalog, pages, one of the fonts that every reader has.
#include <algorithm>

#include "report.hpp"

namespace chittycertify {

namespace {

constexpr std::size_t lines_on_a_page = 58;

// As WinAnsi has it, with what would end a string escaped.
std::string literal(std::string_view utf8) {
  std::string text = "(";
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    auto c = static_cast<unsigned char>(utf8[i]);
    if (c >= 0x80) {
      const auto next = i + 1 < utf8.size() ? static_cast<unsigned char>(utf8[i + 1]) : 0;
      const bool latin = (c == 0xc2 || c == 0xc3) && next >= 0x80 && next < 0xc0 && (c == 0xc3 || next >= 0xa0);
      c = latin ? static_cast<unsigned char>((c == 0xc3 ? 0x40 : 0) + next) : '?';
      while (i + 1 < utf8.size() && (static_cast<unsigned char>(utf8[i + 1]) & 0xc0) == 0x80) ++i;
    }
    if (c == '(' || c == ')' || c == '\\') text += '\\';
    text += c < 0x20 ? ' ' : static_cast<char>(c);
  }
  return text + ")";
}

class Writer {
 public:
  void object(const std::string& body) {
    places_.push_back(text_.size());
    text_ += std::to_string(places_.size()) + " 0 obj\n" + body + "\nendobj\n";
  }
  std::string finished() {
    const auto start = text_.size();
    text_ += "xref\n0 " + std::to_string(places_.size() + 1) + "\n0000000000 65535 f \n";
    for (const auto place : places_) {
      const auto digits = std::to_string(place);
      text_ += std::string(10 - digits.size(), '0') + digits + " 00000 n \n";
    }
    return text_ + "trailer\n<< /Size " + std::to_string(places_.size() + 1) + " /Root 1 0 R /Info 4 0 R >>\nstartxref\n" + std::to_string(start) + "\n%%EOF\n";
  }

 private:
  std::string text_ = "%PDF-1.4\n%\xe2\xe3\xcf\xd3\n";
  std::vector<std::size_t> places_;
};

}  // namespace

std::string pdf_of_lines(const std::string& title, const std::vector<std::string>& lines) {
  const auto pages = std::max<std::size_t>(1, (lines.size() + lines_on_a_page - 1) / lines_on_a_page);
  Writer out;
  std::string kids;
  for (std::size_t page = 0; page < pages; ++page) kids += std::to_string(5 + 2 * page) + " 0 R ";
  out.object("<< /Type /Catalog /Pages 2 0 R >>");
  out.object("<< /Type /Pages /Kids [" + kids + "] /Count " + std::to_string(pages) + " >>");
  out.object("<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>");
  out.object("<< /Title " + literal(title) + " /Producer (chittycertify) >>");
  for (std::size_t page = 0; page < pages; ++page) {
    std::string content = "BT /F1 9 Tf 12 TL 50 790 Td\n";
    for (auto i = page * lines_on_a_page; i < std::min(lines.size(), (page + 1) * lines_on_a_page); ++i) content += literal(lines[i]) + " Tj T*\n";
    content += "ET";
    out.object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents " + std::to_string(6 + 2 * page) + " 0 R >>");
    out.object("<< /Length " + std::to_string(content.size()) + " >>\nstream\n" + content + "\nendstream");
  }
  return out.finished();
}

}  // namespace chittycertify
