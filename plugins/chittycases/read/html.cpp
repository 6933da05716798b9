// HTML by libxml2, whose parser mends what is broken; nothing is fetched and no entity is expanded from elsewhere.
#include <libxml/HTMLparser.h>

#include <algorithm>
#include <array>
#include <memory>

#include "reader.hpp"

namespace chittycases::read {

namespace {

constexpr std::array<std::string_view, 34> blocks{"p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "section", "article", "header", "footer", "blockquote", "pre", "hr", "dt", "dd", "dl", "form", "fieldset", "nav", "aside", "main", "figure", "address", "title", "caption", "body"};
constexpr std::array<std::string_view, 7> unseen{"script", "style", "head", "template", "noscript", "svg", "object"};

template <std::size_t size>
bool among(const std::array<std::string_view, size>& names, std::string_view name) { return std::find(names.begin(), names.end(), name) != names.end(); }

std::string_view name_of(const xmlNode* node) { return node->name ? reinterpret_cast<const char*>(node->name) : ""; }

void new_line(std::string& out) {
  while (!out.empty() && out.back() == ' ') out.pop_back();
  if (!out.empty() && !out.ends_with("\n\n")) out += '\n';
}

void put(std::string& out, std::string_view text) {
  for (const char c : text) {
    const bool space = c == ' ' || c == '\n' || c == '\r' || c == '\t';
    if (!space) out += c;
    else if (!out.empty() && out.back() != ' ' && out.back() != '\n') out += ' ';
  }
}

// Without recursion: a page may be nested as deep as it likes.
void walk(xmlNode* root, std::string& out) {
  for (auto* node = root; node;) {
    const auto name = name_of(node);
    const bool hidden = node->type == XML_ELEMENT_NODE && among(unseen, name) && !(name == "head");
    if (node->type == XML_TEXT_NODE && node->content) put(out, reinterpret_cast<const char*>(node->content));
    if (node->type == XML_ELEMENT_NODE && among(blocks, name)) new_line(out);
    if (node->children && node->type == XML_ELEMENT_NODE && !hidden) {
      node = node->children;
      continue;
    }
    while (node && node != root && !node->next) {
      node = node->parent;
      if (node && among(blocks, name_of(node))) new_line(out);
    }
    if (!node || node == root) return;
    if (node->type == XML_ELEMENT_NODE && (name_of(node) == "td" || name_of(node) == "th")) put(out, " ");
    node = node->next;
  }
}

}  // namespace

std::string text_of_html(std::string_view bytes, const char* charset) {
  const std::unique_ptr<xmlDoc, void (*)(xmlDoc*)> document(htmlReadMemory(bytes.data(), static_cast<int>(std::min<std::size_t>(bytes.size(), 1u << 30)), nullptr, charset, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET), xmlFreeDoc);
  if (!document) throw Unreadable("the HTML cannot be understood");
  std::string out;
  if (auto* root = xmlDocGetRootElement(document.get())) walk(root, out);
  return out;
}

}  // namespace chittycases::read
