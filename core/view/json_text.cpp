#include "view/json_text.hpp"

#include <utf8proc.h>

#include <charconv>
#include <cmath>

#include "view/harmless.hpp"

namespace chitty::host {
namespace {

// What a terminal writes in colour: keys blue and bold, strings green, null dim.
struct Paint {
  const char *key = "", *string = "", *null = "", *off = "";
};
constexpr Paint colours{"\x1b[1;34m", "\x1b[32m", "\x1b[2m", "\x1b[0m"};
constexpr Paint plain{};

void append_escape(std::string& out, char32_t c) {
  constexpr char hex[] = "0123456789abcdef";
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    case '\b':
      out += "\\b";
      return;
    case '\f':
      out += "\\f";
      return;
    default:
      break;
  }
  out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) out += hex[(c >> shift) & 15];
}

bool needs_no_care(unsigned char c) { return c >= 0x20 && c < 0x7f && c != '"' && c != '\\'; }

// Whatever a terminal would act upon is escaped, also beyond what JSON asks for: it reads back the same.
void append_string(std::string& out, std::string_view text) {
  out += '"';
  std::size_t at = 0;
  while (at < text.size()) {
    std::size_t end = at;
    while (end < text.size() && needs_no_care(static_cast<unsigned char>(text[end]))) ++end;
    out += text.substr(at, end - at);
    at = end;
    if (at == text.size()) break;
    utf8proc_int32_t c = 0;
    auto size = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data() + at),
                                 static_cast<utf8proc_ssize_t>(text.size() - at), &c);
    if (size <= 0) {
      out += "\xEF\xBF\xBD";
      size = 1;
    } else if (c == '"' || c == '\\' || acts_on_terminal(static_cast<char32_t>(c))) {
      append_escape(out, static_cast<char32_t>(c));
    } else {
      out += text.substr(at, static_cast<std::size_t>(size));
    }
    at += static_cast<std::size_t>(size);
  }
  out += '"';
}

class Writer {
 public:
  Writer(std::string& out, JsonStyle style)
      : out_(out), pretty_(style.pretty), paint_(style.colour ? colours : plain) {}

  void value(const json::value& value, int level) {
    switch (value.kind()) {
      case json::kind::object:
        return object(value.get_object(), level);
      case json::kind::array:
        return array(value.get_array(), level);
      case json::kind::string:
        return painted(paint_.string, value.get_string());
      case json::kind::bool_:
        out_ += value.get_bool() ? "true" : "false";
        return;
      case json::kind::null:
        out_ += paint_.null;
        out_ += "null";
        out_ += paint_.off;
        return;
      default:
        append_number(out_, value);
    }
  }

 private:
  void object(const json::object& members, int level) {
    if (members.empty()) return void(out_ += "{}");
    out_ += '{';
    bool first = true;
    for (const auto& [name, member] : members) {
      if (!first) out_ += ',';
      first = false;
      line(level + 1);
      painted(paint_.key, name);
      out_ += pretty_ ? ": " : ":";
      value(member, level + 1);
    }
    line(level);
    out_ += '}';
  }

  void array(const json::array& items, int level) {
    if (items.empty()) return void(out_ += "[]");
    out_ += '[';
    bool first = true;
    for (const auto& item : items) {
      if (!first) out_ += ',';
      first = false;
      line(level + 1);
      value(item, level + 1);
    }
    line(level);
    out_ += ']';
  }

  void painted(const char* colour, std::string_view text) {
    out_ += colour;
    append_string(out_, text);
    out_ += paint_.off;
  }

  void line(int level) {
    if (!pretty_) return;
    out_ += '\n';
    out_.append(static_cast<std::size_t>(level) * 2, ' ');
  }

  std::string& out_;
  bool pretty_;
  Paint paint_;
};

// A double as to_chars gives it, with a point in its mantissa.
void append_double(std::string& out, double number) {
  if (std::isinf(number)) return void(out += number < 0 ? "-1.0e+999" : "1.0e+999");
  if (std::isnan(number)) return void(out += "null");
  char buffer[32];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, number).ptr;
  const std::string_view text(buffer, static_cast<std::size_t>(end - buffer));
  const auto exponent = std::min(text.find('e'), text.size());
  const auto mantissa = text.substr(0, exponent);
  out += mantissa;
  if (mantissa.find('.') == std::string_view::npos) out += ".0";
  out += text.substr(exponent);
}

template <class Integer>
void append_integer(std::string& out, Integer number) {
  char buffer[24];
  out.append(buffer, std::to_chars(buffer, buffer + sizeof buffer, number).ptr);
}

}  // namespace

void append_number(std::string& out, const json::value& number) {
  if (number.is_int64())
    append_integer(out, number.get_int64());
  else if (number.is_uint64())
    append_integer(out, number.get_uint64());
  else
    append_double(out, number.get_double());
}

void append_json(std::string& out, const json::value& value, JsonStyle style, int level) {
  Writer(out, style).value(value, level);
}

std::string compact_json(const json::value& value) {
  std::string out;
  append_json(out, value);
  return out;
}

}  // namespace chitty::host
