#include "json_reader.hpp"

#include <boost/json/parse.hpp>

namespace chittyconnect::openapi {

std::string pointer_step(std::string_view name) {
  std::string step = "/";
  for (const char c : name) {
    if (c == '~')
      step += "~0";
    else if (c == '/')
      step += "~1";
    else
      step += c;
  }
  return step;
}

void JsonReader::step() {
  if (text_[here_] == '\n') {
    ++at_.line, at_.column = 1;
  } else if ((static_cast<unsigned char>(text_[here_]) & 0xC0) != 0x80) {
    ++at_.column;  // once for each character, not for each of its bytes
  }
  ++here_;
}

void JsonReader::skip_space() {
  while (here_ < text_.size() && (next() == ' ' || next() == '\t' || next() == '\r' || next() == '\n')) step();
}

chitty::Result<std::string> JsonReader::string() {
  const auto from = here_;
  const auto began = at_;
  step();
  while (here_ < text_.size() && next() != '"') {
    if (next() == '\n') return wrong("the text that begins in column " + std::to_string(began.column) + " does not end");
    if (next() == '\\') step();
    if (here_ < text_.size()) step();
  }
  if (here_ >= text_.size()) return not_readable(began, "the text does not end");
  step();
  boost::system::error_code ec;
  const auto parsed = json::parse(text_.substr(from, here_ - from), ec);
  if (ec || !parsed.is_string()) return not_readable(began, "the text is not one of JSON: " + ec.message());
  return std::string(parsed.get_string());
}

chitty::Result<json::value> JsonReader::scalar() {
  const auto from = here_;
  const auto began = at_;
  while (here_ < text_.size() && std::string_view(",]} \t\r\n:{[\"").find(next()) == std::string_view::npos) step();
  const auto word = text_.substr(from, here_ - from);
  boost::system::error_code ec;
  auto parsed = json::parse(word, ec);
  if (word.empty()) return wrong(here_ < text_.size() ? "unexpected '" + std::string(1, next()) + "'" : std::string("unexpected end"));
  if (ec) return not_readable(began, "unexpected '" + std::string(word.substr(0, 40)) + "'");
  return parsed;
}

chitty::Result<json::value> JsonReader::object(const std::string& pointer, std::size_t depth) {
  json::object made;
  step();
  skip_space();
  for (bool more = next() != '}'; more;) {
    if (next() != '"') return wrong("expected a member's name in double quotes");
    const auto place = at_;
    CHITTY_TRY(const auto name, string());
    if (made.contains(name)) return not_readable(place, "the member '" + name + "' is there twice");
    skip_space();
    if (next() != ':') return wrong("expected ':' after '" + name + "'");
    step();
    const auto inner = pointer + pointer_step(name);
    CHITTY_TRY(made[name], value(inner, depth + 1));
    places_[inner] = place;  // a member is shown where its name is
    skip_space();
    more = next() == ',';
    if (!more && next() != '}') return wrong("expected ',' or '}'");
    if (more) step(), skip_space();
  }
  step();
  return json::value(std::move(made));
}

chitty::Result<json::value> JsonReader::array(const std::string& pointer, std::size_t depth) {
  json::array made;
  step();
  skip_space();
  for (bool more = next() != ']'; more;) {
    CHITTY_TRY(auto one, value(pointer + "/" + std::to_string(made.size()), depth + 1));
    made.push_back(std::move(one));
    skip_space();
    more = next() == ',';
    if (!more && next() != ']') return wrong("expected ',' or ']'");
    if (more) step();
  }
  step();
  return json::value(std::move(made));
}

chitty::Result<json::value> JsonReader::value(const std::string& pointer, std::size_t depth) {
  skip_space();
  if (depth > deepest) return wrong("it is more than " + std::to_string(deepest) + " levels deep");
  if (++values_ > most_values) return wrong("there are more than " + std::to_string(most_values) + " values");
  places_[pointer] = at_;
  if (next() == '{') return object(pointer, depth);
  if (next() == '[') return array(pointer, depth);
  if (next() != '"') return scalar();
  CHITTY_TRY(const auto text, string());
  return json::value(text);
}

chitty::Result<json::value> JsonReader::read() {
  CHITTY_TRY(auto whole, value("", 0));
  skip_space();
  if (here_ < text_.size()) return wrong("unexpected text after the document's end");
  return whole;
}

}  // namespace chittyconnect::openapi
