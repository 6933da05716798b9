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

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f", value);
  return text;
}

void tell(const Document& document) {
  std::string out = "{\"format\":" + as_json(document.format) + ",\"pages\":" + std::to_string(document.pages) + "}\n";
  for (const auto& page : document.read) {
    out += "{\"page\":" + std::to_string(page.number) + ",\"text\":" + as_json(page.text);
    if (page.width > 0) out += ",\"width\":" + number(page.width) + ",\"height\":" + number(page.height);
    if (!page.boxes.empty()) {
      out += ",\"boxes\":[";
      for (std::size_t i = 0; i < page.boxes.size(); ++i) {
        const auto& box = page.boxes[i];
        out += (i > 0 ? ",[" : "[") + std::to_string(box.offset) + "," + number(box.left) + "," + number(box.top) + "," + number(box.right) + "," + number(box.bottom) + "]";
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
