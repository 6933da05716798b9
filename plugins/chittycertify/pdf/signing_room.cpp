#include "signing_room.hpp"

#include <algorithm>
#include <chitty/hex.hpp>
#include <chitty/time.hpp>

#include "../cms/objects.hpp"
#include "document.hpp"

namespace chittycertify::pdf {

using namespace chitty;

namespace {

constexpr std::string_view range_room = "[0 0000000000 0000000000 0000000000]";
constexpr int deepest = 50;  // page tree

std::string padded(std::size_t number, std::size_t width) {
  const auto digits = std::to_string(number);
  return std::string(width - digits.size(), '0') + digits;
}

// "D:20261129220000Z"
std::string date_of(std::int64_t ms) {
  std::string digits;
  for (const auto c : rfc3339(ms).substr(0, 19))
    if (c >= '0' && c <= '9') digits += c;
  return "(D:" + digits + "Z)";
}

std::string digest_around(std::string_view text, std::size_t begin, std::size_t end) {
  return sha256(std::string(text.substr(0, begin)) + std::string(text.substr(end)));
}

Result<Reference> first_page(const Document& document, const Dictionary& catalog, const std::string& name) {
  auto at = reference_in(catalog.get("/Pages"));
  for (int depth = 0; at && depth < deepest; ++depth) {
    CHITTY_TRY(const auto node, document.dictionary(*at));
    if (node.get("/Type") == "/Page") return *at;
    CHITTY_TRY(const auto kids, document.array(node.get("/Kids")));
    at = kids.empty() ? std::nullopt : reference_in(kids.front());
  }
  return usage_error("'" + name + "' cannot be signed: it has no page");
}

// Objects behind the end of a file, and the table that says where they are.
class Addition {
 public:
  Addition(std::string text, const Document& document) : text_(std::move(text)), trailer_(document.trailer), before_(document.start) {
    if (!text_.ends_with('\n')) text_ += '\n';
  }
  void object(const Reference& at, const std::string& body) {
    table_ += std::to_string(at.number) + " 1\n" + padded(text_.size(), 10) + " " + padded(static_cast<std::size_t>(at.generation), 5) + " n \n";
    text_ += std::to_string(at.number) + " " + std::to_string(at.generation) + " obj\n" + body + "\nendobj\n";
  }
  std::string finished(std::int64_t size) {
    const auto start = text_.size();
    trailer_.set("/Size", std::to_string(size));
    trailer_.set("/Prev", std::to_string(before_));
    return std::move(text_) + "xref\n" + table_ + "trailer\n" + trailer_.text() + "\nstartxref\n" + std::to_string(start) + "\n%%EOF\n";
  }

 private:
  std::string text_, table_;
  Dictionary trailer_;
  std::int64_t before_;
};

// The length that a DER value says of itself, with its head; 0 when it is none.
std::size_t der_size(std::string_view der) {
  const auto byte = [&](std::size_t i) { return static_cast<std::size_t>(static_cast<unsigned char>(der[i])); };
  if (der.size() < 2 || byte(0) != 0x30) return 0;
  if (byte(1) < 0x80) return byte(1) + 2;
  const auto many = byte(1) & 0x7f;
  if (many == 0 || many > 4 || der.size() < 2 + many) return 0;
  std::size_t size = 0;
  for (std::size_t i = 0; i < many; ++i) size = size << 8 | byte(2 + i);
  return size + 2 + many;
}

}  // namespace

std::string Prepared::digest() const { return digest_around(text, begin, end); }

Result<void> Prepared::fill(std::string_view cms) {
  if (cms.size() > room) return make_error(Code::malformed, "The signature is too large to be put into a PDF.");
  const auto digits = hex(cms);
  text.replace(begin + 1, digits.size(), digits);
  return {};
}

Result<Prepared> make_room(std::string given, const std::string& name, std::int64_t ms) {
  const auto before = std::move(given);
  CHITTY_TRY(const auto document, Document::in(before, name));
  if (before.find("/ByteRange") != before.npos)
    return usage_error("'" + name + "' is signed already", "Leave --embed out: its signature stays valid, and all of it is certified.");
  CHITTY_TRY(auto catalog, document.dictionary(document.root));
  if (!catalog.get("/AcroForm").empty() || !catalog.get("/Perms").empty())
    return usage_error("'" + name + "' cannot be signed: it has a form, which is not added to here", "Leave --embed out: any file can be certified.");
  CHITTY_TRY(const auto page_at, first_page(document, catalog, name));
  CHITTY_TRY(auto page, document.dictionary(page_at));
  CHITTY_TRY(const auto notes, document.array(page.get("/Annots")));
  const Reference signature{document.size, 0}, field{document.size + 1, 0};
  const auto reference = [](const Reference& to) { return std::to_string(to.number) + " " + std::to_string(to.generation) + " R"; };
  std::string all = "[";
  for (const auto& note : notes) all += note + " ";
  page.set("/Annots", all + reference(field) + "]");
  catalog.set("/AcroForm", "<< /Fields [" + reference(field) + "] /SigFlags 3 >>");
  Addition addition(before, document);
  addition.object(document.root, catalog.text());
  addition.object(page_at, page.text());
  addition.object(field, "<< /Type /Annot /Subtype /Widget /FT /Sig /T (chittycertify) /F 132 /Rect [0 0 0 0] /V " + reference(signature) + " /P " + reference(page_at) + " >>");
  addition.object(signature, "<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /M " + date_of(ms) + " /ByteRange " + std::string(range_room) + " /Contents <" + std::string(2 * room, '0') + "> >>");
  Prepared made{addition.finished(document.size + 2)};
  const auto range = made.text.rfind(range_room);
  made.begin = made.text.find('<', range);
  made.end = made.begin + 2 * room + 2;
  made.text.replace(range, range_room.size(), "[0 " + padded(made.begin, 10) + " " + padded(made.end, 10) + " " + padded(made.text.size() - made.end, 10) + "]");
  return made;
}

std::optional<Embedded> embedded_in(std::string_view text) {
  constexpr std::string_view key = "/ByteRange";
  const auto place = text.find(key);
  if (!text.starts_with("%PDF-") || place == text.npos || text.find(key, place + 1) != text.npos) return std::nullopt;
  Reader reader(text.substr(place + key.size()));
  const auto value = reader.value();
  const auto items = value ? items_of(*value) : std::nullopt;
  if (!items || items->size() != 4) return std::nullopt;
  std::int64_t range[4];
  for (std::size_t i = 0; i < 4; ++i) {
    const auto number = integer_in((*items)[i]);
    if (!number || *number < 0 || *number > static_cast<std::int64_t>(text.size())) return std::nullopt;
    range[i] = *number;
  }
  const auto begin = static_cast<std::size_t>(range[1]), end = static_cast<std::size_t>(range[2]);
  if (range[0] != 0 || begin + 2 > end || end + static_cast<std::size_t>(range[3]) != text.size() || text[begin] != '<' || text[end - 1] != '>') return std::nullopt;
  const auto bytes = from_hex(text.substr(begin + 1, end - begin - 2));
  const auto size = bytes ? der_size(*bytes) : 0;
  if (size == 0 || size > bytes->size() || bytes->find_first_not_of('\0', size) != bytes->npos) return std::nullopt;
  return Embedded{digest_around(text, begin, end), bytes->substr(0, size)};
}

}  // namespace chittycertify::pdf
