#include <charconv>
#include <cstdio>
#include <iostream>
#include <iterator>

#include "reader.hpp"

namespace {

using namespace chittycases::read;

int value_of(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  return c == '+' ? 62 : c == '/' ? 63
                                  : -1;
}

std::string from_base64(std::string_view text) {
  std::string out;
  out.reserve(text.size() / 4 * 3);
  unsigned bits = 0;
  int have = 0;
  for (const char c : text) {
    const int value = value_of(c);
    if (value < 0) continue;
    bits = (bits << 6 | static_cast<unsigned>(value)) & 0xffffff;
    have += 6;
    if (have >= 8) {
      have -= 8;
      out += static_cast<char>(bits >> have & 0xff);
    }
  }
  return out;
}

// With one digit behind the point; without printf, for a document has millions.
void put_number(std::string& out, double value) {
  auto tenths = static_cast<long long>(value * 10 + (value < 0 ? -0.5 : 0.5));
  if (tenths < 0) out += '-', tenths = -tenths;
  char digits[24];
  auto* const end = std::to_chars(digits, digits + sizeof digits, tenths / 10).ptr;
  out.append(digits, end);
  out += '.';
  out += static_cast<char>('0' + tenths % 10);
}

void tell(const Document& document) {
  std::string out = "{\"format\":" + as_json(document.format) + ",\"pages\":" + std::to_string(document.pages) + "}\n";
  for (const auto& page : document.read) {
    out += "{\"page\":" + std::to_string(page.number) + ",\"text\":" + as_json(page.text);
    if (page.width > 0) {
      out += ",\"width\":";
      put_number(out, page.width);
      out += ",\"height\":";
      put_number(out, page.height);
    }
    if (!page.boxes.empty()) {
      out += ",\"boxes\":[";
      for (std::size_t i = 0; i < page.boxes.size(); ++i) {
        const auto& box = page.boxes[i];
        out += i > 0 ? ",[" : "[";
        out += std::to_string(box.offset);
        for (const double side : {box.left, box.top, box.right, box.bottom}) {
          out += ',';
          put_number(out, side);
        }
        out += ']';
      }
      out += "]";
    }
    out += "}\n";
  }
  std::cout << out << std::flush;
}

}  // namespace

int main() {
  try {
    std::ios::sync_with_stdio(false);
    std::string line;
    std::getline(std::cin, line);
    Range wanted;
    if (std::sscanf(line.c_str(), "%d %d", &wanted.from, &wanted.to) != 2) return 2;
    std::string text((std::istreambuf_iterator<char>(std::cin)), std::istreambuf_iterator<char>());
    const auto bytes = from_base64(text);
    std::string().swap(text);
    tell(read_document(bytes, wanted));
  } catch (const Unreadable& why) {
    std::cout << "{\"unreadable\":" << as_json(why.what()) << "}\n";
  } catch (const std::bad_alloc&) {
    return 3;
  } catch (const std::exception& why) {
    std::cerr << why.what() << "\n";
    return 4;
  }
  return 0;
}
