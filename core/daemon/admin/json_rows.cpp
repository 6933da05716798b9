// Rows of a JSON array, or one a line: each object is cut out of the text whole, then read member by member into cells.
#include "daemon/admin/row_source.hpp"

#include <chitty/base64.hpp>
#include <chitty/utf8.hpp>

#include <boost/json/parse.hpp>

#include <algorithm>
#include <cstring>

namespace chitty::host::daemon {
namespace {

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

// Behind the value that begins at `at`: 0 where the text ends before it does.
std::size_t end_of_object(std::string_view text) {
  int depth = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '"') {
      for (++at; at < text.size() && text[at] != '"'; ++at)
        if (text[at] == '\\') ++at;
      if (at >= text.size()) return 0;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if ((c == '}' || c == ']') && --depth == 0) {
      return at + 1;
    }
  }
  return 0;
}

class Reader {
 public:
  Reader(std::string_view text, std::string& room) : text_(text), room_(room) {
    room_.clear();
    room_.reserve(text.size());  // texts in it stay where they are
  }
  void space() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  }
  bool takes(char c) {
    space();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  char front() {
    space();
    return at_ < text_.size() ? text_[at_] : '\0';
  }
  std::size_t at() const { return at_; }

  // False: no text that is one.
  bool string(std::string_view& out) {
    if (!takes('"')) return false;
    const auto plain = text_.find_first_of("\"\\", at_);
    if (plain == std::string_view::npos) return false;
    if (text_[plain] == '"') {
      out = text_.substr(at_, plain - at_);
      at_ = plain + 1;
      return std::none_of(out.begin(), out.end(), [](char c) { return static_cast<unsigned char>(c) < 32; });
    }
    const auto begin = room_.size();
    for (;;) {
      if (at_ >= text_.size()) return false;
      const char c = text_[at_++];
      if (c == '"') break;
      if (static_cast<unsigned char>(c) < 32) return false;
      if (c != '\\') room_ += c;
      else if (!escape()) return false;
    }
    out = std::string_view(room_).substr(begin);
    return true;
  }
  bool is_bytes() {
    space();
    return text_.substr(at_).starts_with("{\"base64\"");
  }
  // A list or an object, as it stands there.
  bool nested(std::string_view& out) {
    space();
    const auto size = end_of_object(text_.substr(at_));
    boost::system::error_code ec;
    out = text_.substr(at_, size);
    if (size > 0) (void)boost::json::parse({out.data(), out.size()}, ec);
    at_ += size;
    return size > 0 && !ec;
  }
  std::string_view bare() {  // a number or a word
    const auto begin = at_;
    while (at_ < text_.size() && !is_space(text_[at_]) && !std::strchr(",}]:\"{[", text_[at_])) ++at_;
    return text_.substr(begin, at_ - begin);
  }

 private:
  bool hex4(unsigned& out) {
    if (at_ + 4 > text_.size()) return false;
    out = 0;
    for (int i = 0; i < 4; ++i) {
      const char c = text_[at_++];
      const int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                                     : c >= 'A' && c <= 'F'   ? c - 'A' + 10
                                                                              : -1;
      if (digit < 0) return false;
      out = out * 16 + static_cast<unsigned>(digit);
    }
    return true;
  }
  bool escape() {
    if (at_ >= text_.size()) return false;
    const char c = text_[at_++];
    const char* from = "\"\\/bfnrt";
    const char* to = "\"\\/\b\f\n\r\t";
    if (const char* found = c ? std::strchr(from, c) : nullptr) {
      room_ += to[found - from];
      return true;
    }
    unsigned code = 0, low = 0;
    if (c != 'u' || !hex4(code) || (code >= 0xdc00 && code < 0xe000)) return false;
    if (code >= 0xd800 && code < 0xdc00) {
      if (text_.substr(at_, 2) != "\\u") return false;
      at_ += 2;
      if (!hex4(low) || low < 0xdc00 || low > 0xdfff) return false;
      code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
    }
    const auto add = [&](unsigned byte) { room_ += static_cast<char>(byte); };
    if (code < 0x80) add(code);
    else if (code < 0x800) add(0xc0 | code >> 6), add(0x80 | (code & 63));
    else if (code < 0x10000) add(0xe0 | code >> 12), add(0x80 | (code >> 6 & 63)), add(0x80 | (code & 63));
    else add(0xf0 | code >> 18), add(0x80 | (code >> 12 & 63)), add(0x80 | (code >> 6 & 63)), add(0x80 | (code & 63));
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string& room_;
};

bool is_json_number(std::string_view text) {
  const auto digits = [&](std::size_t& at) {
    const auto begin = at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
    return at > begin;
  };
  std::size_t at = text.starts_with('-') ? 1 : 0;
  if (!digits(at)) return false;
  if (at < text.size() && text[at] == '.' && (++at, !digits(at))) return false;
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    if (!digits(at)) return false;
  }
  return at == text.size();
}

class JsonRows final : public RowSource {
 public:
  JsonRows(Input& input, const TableShape& table, bool one_a_line) : input_(input), table_(table), one_a_line_(one_a_line) {}

  // All of the table: an object may leave any of them out.
  Result<std::vector<std::size_t>> columns() override {
    std::vector<std::size_t> all;
    for (std::size_t i = 0; i < table_.columns.size(); ++i) all.push_back(i);
    return all;
  }

  Result<bool> next(std::vector<Cell>& cells, std::uint64_t& line, std::optional<RowTrouble>& trouble) override {
    trouble.reset();
    auto found = find_object(trouble);
    if (!found || !*found) return found;
    line = input_.line();
    if (trouble) return true;
    std::size_t end = 0;
    while ((end = one_a_line_ ? end_of_line() : end_of_object(input_.rest())) == 0) {
      const auto more = input_.more();
      if (!more) return more.error();
      if (*more) continue;
      if (one_a_line_ && !input_.rest().empty()) {
        end = input_.rest().size();
        break;
      }
      trouble = RowTrouble{line, {}, "the row does not end: the file is cut off", false};
      return true;
    }
    const auto text = input_.rest().substr(0, end);
    read(text, cells, trouble);
    if (trouble) trouble->line += static_cast<std::uint64_t>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(std::min(fault_at_, text.size())), '\n'));
    if (trouble && !one_a_line_ && is_syntax_) trouble->goes_on = false;
    pending_ = end;
    return true;
  }

 private:
  std::size_t end_of_line() const {
    const auto end = input_.rest().find('\n');
    return end == std::string_view::npos ? 0 : end;
  }

  // To the brace of the next one; false: there is none.
  Result<bool> find_object(std::optional<RowTrouble>& trouble) {
    input_.take(pending_);
    pending_ = 0;
    for (;;) {
      const auto rest = input_.rest();
      const auto at = rest.find_first_not_of(" \t\r\n");
      if (at == std::string_view::npos) {
        input_.take(rest.size());
        const auto more = input_.more();
        if (!more) return more.error();
        if (*more) continue;
        if (!one_a_line_ && state_ != State::end) {
          trouble = RowTrouble{input_.line(), {}, "the array does not end: the file is cut off", false};
          return true;
        }
        return false;
      }
      const char c = rest[at];
      input_.take(at);
      if (one_a_line_) return true;
      const bool punctuation = (state_ == State::begin && c == '[') || (state_ == State::behind && (c == ',' || c == ']')) || (state_ == State::first && c == ']');
      if (punctuation) {
        state_ = c == '[' ? State::first : c == ',' ? State::next
                                                    : State::end;
        input_.take(1);
        continue;
      }
      if (c == '{' && (state_ == State::first || state_ == State::next)) {
        state_ = State::behind;
        return true;
      }
      trouble = RowTrouble{input_.line(), {}, state_ == State::end ? "there is something behind the array" : std::string("expected an object, not '") + c + "'", false};
      state_ = State::end;
      return true;
    }
  }

  void fail(std::optional<RowTrouble>& trouble, std::size_t at, std::string column, std::string reason, bool syntax = false) {
    fault_at_ = at;
    is_syntax_ = syntax;
    trouble = RowTrouble{input_.line(), std::move(column), std::move(reason)};
  }

  void read(std::string_view text, std::vector<Cell>& cells, std::optional<RowTrouble>& trouble) {
    cells.assign(table_.columns.size(), Cell());
    given_.assign(table_.columns.size(), false);
    if (!is_utf8(text)) return fail(trouble, 0, {}, "it is not UTF-8");
    Reader reader(text, room_);
    decoded_.clear();
    if (!reader.takes('{')) return fail(trouble, 0, {}, "expected an object", true);
    std::size_t guess = 0;
    for (bool first = true; !reader.takes('}'); first = false) {
      std::string_view name;
      if ((!first && !reader.takes(',')) || !reader.string(name) || !reader.takes(':')) return fail(trouble, reader.at(), {}, "it is not JSON", true);
      const auto column = place_of(name, guess);
      if (column == table_.columns.size()) return fail(trouble, reader.at(), std::string(name), "the table has no such column");
      if (given_[column]) return fail(trouble, reader.at(), std::string(name), "it is there twice");
      given_[column] = true;
      guess = column + 1;
      reader.space();
      const auto at = reader.at();
      bool syntax = false;
      if (auto wrong = value(reader, cells[column], table_.columns[column].kind, syntax); !wrong.empty())
        return fail(trouble, at, std::string(name), std::move(wrong), syntax);
    }
    reader.space();
    if (reader.at() != text.size()) return fail(trouble, reader.at(), {}, "there is something behind the object", true);
    for (std::size_t i = 0; i < cells.size(); ++i)
      if (cells[i].kind == Cell::Kind::null && table_.columns[i].required)
        return fail(trouble, 0, table_.columns[i].name, given_[i] ? "it must not be null" : "it is missing");
  }

  std::size_t place_of(std::string_view name, std::size_t guess) const {
    if (guess < table_.columns.size() && table_.columns[guess].name == name) return guess;
    std::size_t at = 0;
    while (at < table_.columns.size() && table_.columns[at].name != name) ++at;
    return at;
  }

  std::string value(Reader& reader, Cell& cell, std::optional<Cell::Kind> kind, bool& syntax) {
    const char c = reader.front();
    if (c == '"') {
      std::string_view text;
      if (!reader.string(text)) return syntax = true, "it is not JSON";
      if (kind == Cell::Kind::bytes) return "expected bytes, as {\"base64\":\"…\"}";
      return cell_of_text(cell, kind, text);
    }
    if (c == '{' && !(kind == Cell::Kind::text && !reader.is_bytes())) return bytes(reader, cell, syntax);
    if ((c == '{' || c == '[') && kind == Cell::Kind::text) {  // JSON within a text, as other databases give it out
      cell.kind = Cell::Kind::text;
      return reader.nested(cell.text) ? std::string() : (syntax = true, "it is not JSON");
    }
    if (c == '[') return "expected one value, not a list";
    const auto word = reader.bare();
    if (word == "null") return {};
    if (word == "true" || word == "false") {
      if (kind && kind != Cell::Kind::flag && kind != Cell::Kind::integer) return "expected text or a number, not " + std::string(word);
      cell.kind = kind == Cell::Kind::flag ? Cell::Kind::flag : Cell::Kind::integer;
      cell.integer = word == "true" ? 1 : 0;
      return {};
    }
    if (!is_json_number(word)) return syntax = true, "it is not JSON";
    if (kind == Cell::Kind::text || kind == Cell::Kind::bytes || kind == Cell::Kind::flag)
      return std::string("expected ") + (kind == Cell::Kind::text ? "text" : kind == Cell::Kind::flag ? "true or false"
                                                                                                      : "bytes") +
             ", not the number " + std::string(word.substr(0, 40));
    if (!kind) kind = word.find_first_of(".eE") == std::string_view::npos ? Cell::Kind::integer : Cell::Kind::real;
    return cell_of_text(cell, kind, word);
  }

  std::string bytes(Reader& reader, Cell& cell, bool& syntax) {
    std::string_view name, text;
    reader.takes('{');
    if (!reader.string(name) || !reader.takes(':') || name != "base64") return "expected one value, not an object";
    if (!reader.string(text) || !reader.takes('}')) return syntax = true, "it is not JSON";
    auto made = from_base64(text);
    if (!made) return "it is not base64";
    decoded_.push_back(std::make_unique<std::string>(std::move(*made)));
    cell.kind = Cell::Kind::bytes;
    cell.text = *decoded_.back();
    return {};
  }

  enum class State {
    begin,
    first,
    next,
    behind,
    end
  };

  Input& input_;
  const TableShape& table_;
  const bool one_a_line_;
  State state_ = State::begin;
  std::size_t pending_ = 0, fault_at_ = 0;
  bool is_syntax_ = false;
  std::vector<bool> given_;
  std::string room_;
  std::vector<std::unique_ptr<std::string>> decoded_;
};

}  // namespace

std::unique_ptr<RowSource> json_rows(Input& input, const TableShape& table, bool one_a_line) {
  return std::make_unique<JsonRows>(input, table, one_a_line);
}

}  // namespace chitty::host::daemon
