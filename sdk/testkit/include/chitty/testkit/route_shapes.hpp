// What the routes of the tested plugin take and give, by its manifest: requests are held against it before a handler runs,
// as chittyd does, and replies after it, as `chittyd --check-replies` does. Link chitty::manifest.
#ifndef CHITTY_TESTKIT_ROUTE_SHAPES_HPP
#define CHITTY_TESTKIT_ROUTE_SHAPES_HPP

#include <chitty/request.hpp>
#include <chitty/route_shape.hpp>
#include <chitty/testkit/fake_host.hpp>
#include <chitty/testkit/record.hpp>
#include <map>
#include <optional>
#include <string>

namespace chitty::testkit {

class RouteShapes {
 public:
  explicit RouteShapes(const json::object& manifest) {
    const auto* service = manifest.if_contains("service");
    if (!service) return;
    const auto* defs = manifest.if_contains("$defs");
    for (const auto& route : service->at("routes").as_array()) {
      Known known{RouteShape::compile(words_of(route.as_object()), defs ? defs->as_object() : json::object()).value(),
                  route.as_object().contains("check")};
      shapes_.emplace(key(route.at("method").as_string(), route.at("handler").as_string()), std::move(known));
    }
  }

  // Fills in what the handler is handed; the error of a request that does not fit.
  Result<void> fit(FakeHost& host) const {
    const auto* known = find(host.incoming);
    if (!known || known->checked_by_handler) return {};
    Incoming& in = host.incoming;
    Departures departures;
    if (known->shape.says_parameters()) {
      RouteShape::Pairs pairs;
      for (const auto& [name, value] : in.parameters)
        if (value.is_string()) pairs.emplace_back(name, value.get_string());
      in.parameters = json::parse(known->shape.parameters(pairs, departures)).as_object();
    }
    if (known->shape.says_query()) in.query = json::parse(known->shape.query(encoded(in.query), departures)).as_object();
    known->shape.body(in.body, departures);
    if (known->shape.body_kind() == ContentKind::lines)
      host.fits_line = [shape = known->shape](std::string_view line) -> Result<void> {
        Departures wrong;
        shape.line(line, 0, wrong);  // the number is told beside it
        return wrong.empty() ? Result<void>() : Result<void>(wrong.error());
      };
    return departures.empty() ? Result<void>() : Result<void>(departures.error());
  }

  // What of the answer the manifest does not say, one line each.
  std::vector<std::string> departures(const Incoming& in, const Answer& answer) const {
    std::vector<std::string> lines;
    const auto* known = find(in);
    if (!known) return lines;
    const auto* type = answer.headers.if_contains("Content-Type");
    const std::string content = type && type->is_string() ? std::string(type->get_string()) : "application/json";
    for (const auto& one : known->shape.reply(answer.status, content, answer.body))
      lines.push_back(in.method + " " + in.handler + ": the reply's " + (one.at.empty() ? "whole" : one.at) + " " + one.message);
    return lines;
  }

 private:
  struct Known {
    RouteShape shape;
    bool checked_by_handler = false;
  };
  static std::string key(std::string_view method, std::string_view handler) {
    return std::string(method) + " " + std::string(handler);
  }
  // By method and handler; a test that says no method means the one route of that handler.
  const Known* find(const Incoming& in) const {
    if (const auto exact = shapes_.find(key(in.method, in.handler)); exact != shapes_.end()) return &exact->second;
    for (const auto& [name, known] : shapes_)
      if (name.substr(name.find(' ') + 1) == in.handler) return &known;
    return nullptr;
  }
  static std::string encoded(const json::object& query) {
    std::string text;
    const auto add = [&](std::string_view name, const json::value& value) {
      const std::string plain = value.is_string() ? std::string(value.get_string()) : json::serialize(value);
      text += (text.empty() ? "" : "&") + encode(name) + "=" + encode(plain);
    };
    for (const auto& [name, value] : query)
      if (value.is_array())
        for (const auto& one : value.get_array()) add(name, one);
      else
        add(name, value);
    return text;
  }

  std::map<std::string, Known> shapes_;
};

}  // namespace chitty::testkit

#endif  // CHITTY_TESTKIT_ROUTE_SHAPES_HPP
