// Rows of CSV (RFC 4180), the first line names the columns. Nothing without quotes is NULL, "" the empty text.
#include "daemon/admin/row_source.hpp"

#include <chitty/utf8.hpp>

#include <algorithm>

namespace chitty::host::daemon {
namespace {

struct Field {
  std::string_view text;
  bool quoted = false;
};

int digit(char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                                        : c >= 'A' && c <= 'F'   ? c - 'A' + 10
                                                                                 : -1; }

class CsvRows final : public RowSource {
 public:
  CsvRows(Input& input, const TableShape& table) : input_(input), table_(table) {}

  Result<std::vector<std::size_t>> columns() override {
    std::optional<RowTrouble> trouble;
    auto there = record(trouble);
    if (!there) return there.error();
    if (trouble) return usage_error("Line " + std::to_string(trouble->line) + ": " + trouble->reason + ".");
    std::vector<std::size_t> places;
    std::size_t number = 0;
    for (auto field : fields_) {
      if (number++ == 0 && field.text.starts_with("\xef\xbb\xbf")) field.text.remove_prefix(3);  // a mark that some programs write
      std::size_t at = 0;
      while (at < table_.columns.size() && table_.columns[at].name != field.text) ++at;
      if (at == table_.columns.size())
        return usage_error("The table has no column '" + std::string(field.text) + "', which the first line names.", "The first line of CSV names the columns.");
      if (std::find(places.begin(), places.end(), at) != places.end()) return usage_error("The first line names the column '" + std::string(field.text) + "' twice.");
      places.push_back(at);
    }
    return places_ = places;
  }

  Result<bool> next(std::vector<Cell>& cells, std::uint64_t& line, std::optional<RowTrouble>& trouble) override {
    trouble.reset();
    auto there = record(trouble);
    if (!there || !*there) return there;
    line = input_.line();
    if (trouble) return true;
    cells.assign(places_.size(), Cell());
    if (fields_.size() != places_.size()) {
      trouble = RowTrouble{line, {}, std::to_string(fields_.size()) + " values for " + std::to_string(places_.size()) + " columns"};
      return true;
    }
    bytes_.clear();
    for (std::size_t i = 0; i < fields_.size(); ++i) {
      const auto& column = table_.columns[places_[i]];
      auto wrong = value(fields_[i], column, cells[i]);
      if (!wrong.empty()) {
        trouble = RowTrouble{line, column.name, std::move(wrong)};
        return true;
      }
    }
    return true;
  }

 private:
  std::string value(const Field& field, const TableColumn& column, Cell& cell) {
    if (field.text.empty() && !field.quoted) return column.required ? "it must not be null" : std::string();
    if (!is_utf8(field.text)) return "it is not UTF-8";
    if (column.kind != Cell::Kind::bytes) return cell_of_text(cell, column.kind, field.text);
    if (!field.text.starts_with("\\x") || field.text.size() % 2 != 0) return "expected bytes, as \\x and hexadecimal digits";
    auto made = std::make_unique<std::string>();
    for (std::size_t i = 2; i < field.text.size(); i += 2) {
      const int high = digit(field.text[i]), low = digit(field.text[i + 1]);
      if (high < 0 || low < 0) return "expected bytes, as \\x and hexadecimal digits";
      *made += static_cast<char>(high << 4 | low);
    }
    cell.kind = Cell::Kind::bytes;
    cell.text = *made;
    bytes_.push_back(std::move(made));
    return {};
  }

  // The next one into `fields_`, whose texts are valid until the next call; false: there is none.
  Result<bool> record(std::optional<RowTrouble>& trouble) {
    input_.take(pending_);
    pending_ = 0;
    for (bool ended = false;;) {
      std::size_t used = 0;
      const auto state = parse(input_.rest(), ended, used);
      if (state == State::whole) {
        pending_ = used;
        return true;
      }
      if (state == State::wrong) {
        trouble = RowTrouble{input_.line(), {}, "a quotation mark stands where none may", false};
        return true;
      }
      if (ended) {
        if (input_.rest().empty()) return false;
        trouble = RowTrouble{input_.line(), {}, "the quotation marks do not end: the file is cut off", false};
        return true;
      }
      const auto more = input_.more();
      if (!more) return more.error();
      ended = !*more;
    }
  }

  enum class State {
    whole,
    cut,
    wrong
  };

  State parse(std::string_view text, bool ended, std::size_t& used) {
    fields_.clear();
    room_.clear();
    std::size_t at = 0;
    if (text.empty()) return State::cut;
    room_.reserve(text.size());
    for (;;) {
      Field field;
      if (at < text.size() && text[at] == '"') {
        field.quoted = true;
        const auto begin = room_.size();
        for (++at;;) {
          const auto quote = text.find('"', at);
          if (quote == std::string_view::npos || (quote + 1 == text.size() && !ended)) return State::cut;
          room_.append(text.substr(at, quote - at));
          at = quote + 1;
          if (at == text.size() || text[at] != '"') break;
          room_ += '"';
          ++at;
        }
        field.text = std::string_view(room_).substr(begin);
      } else {
        auto end = text.find_first_of(",\r\n\"", at);
        if (end == std::string_view::npos && !ended) return State::cut;
        end = std::min(end, text.size());
        if (end < text.size() && text[end] == '"') return State::wrong;
        field.text = text.substr(at, end - at);
        at = end;
      }
      fields_.push_back(field);
      if (at == text.size()) {
        if (!ended) return State::cut;
        used = at;
        return State::whole;
      }
      if (text[at] == ',') {
        ++at;
        continue;
      }
      if (text[at] == '\r') {
        if (at + 1 == text.size() && !ended) return State::cut;
        ++at;
      }
      if (at < text.size() && text[at] == '\n') ++at;
      else if (at < text.size()) return State::wrong;
      used = at;
      return State::whole;
    }
  }

  Input& input_;
  const TableShape& table_;
  std::vector<std::size_t> places_;
  std::vector<Field> fields_;
  std::string room_;
  std::vector<std::unique_ptr<std::string>> bytes_;
  std::size_t pending_ = 0;
};

}  // namespace

std::unique_ptr<RowSource> csv_rows(Input& input, const TableShape& table) { return std::make_unique<CsvRows>(input, table); }

}  // namespace chitty::host::daemon
