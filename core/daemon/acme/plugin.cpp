// A small service for the daemon's own tests: it remembers things, streams, sleeps, and crashes when asked.
#include <chitty/plugin.hpp>

#include <csignal>
#include <stdexcept>
#include <thread>

namespace {

using namespace chitty;

Result<Response> thing(Service& service) {
  auto row = service.store().find("SELECT id, name, weight, made_at FROM acme_things WHERE id = :id", {{"id", service.parameter("id")}});
  if (!row) return row.error();
  if (!*row) return make_error(Code::not_found, "There is no thing '" + service.parameter("id") + "'.", "Keep one first.");
  return Response(**row);
}

Result<Response> first(Service& service) { return Response(json::object{{"first", true}, {"query", service.query("q")}}); }

Result<Response> keep(Service& service) {
  auto body = service.body();
  if (!body) return body.error();
  auto done = service.store().transaction([&]() -> Result<void> {
    auto kept = service.store().execute("INSERT INTO acme_things (id, name, weight, made_at) VALUES (:id, :name, :weight, :at)",
                                        {{"id", (*body)["id"]}, {"name", (*body)["name"]}, {"weight", (*body)["weight"]}, {"at", service.now()}});
    if (!kept) return kept.error();
    return service.event({{"type", "thing.kept"}, {"subject", (*body)["id"]}, {"data", json::object{{"name", (*body)["name"]}}}});
  });
  if (!done) return done.error();
  return Response(201, json::value(*body));
}

Result<Response> echo(Service& service) {
  if (auto begun = service.begin(200, {{"Content-Type", "application/octet-stream"}}); !begun) return begun.error();
  char piece[16384];
  for (;;) {
    auto got = service.read(piece, sizeof piece);
    if (!got) return got.error();
    if (*got == 0) return Response::done();
    if (auto written = service.write({piece, *got}); !written) return written.error();
  }
}

Result<Response> stream(Service& service) {
  if (auto begun = service.begin(200, {{"Content-Type", "text/event-stream"}}); !begun) return begun.error();
  for (int number = 0; !service.cancelled(); ++number)
    if (auto written = service.write("data: " + std::to_string(number) + "\n\n"); !written) return written.error();
  return Response::done();
}

Result<Response> sleep(Service& service) {
  const auto ms = std::strtoul(service.query("ms").c_str(), nullptr, 10);
  std::this_thread::sleep_for(std::chrono::milliseconds(ms));
  return Response(json::object{{"slept", ms}});
}

// Until it is told to stop; and remembers that it was.
Result<Response> patient(Service& service) {
  while (!service.cancelled()) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  auto kept = service.store().execute("INSERT INTO acme_things (id, name, weight, made_at) VALUES ('cancelled', '', NULL, :at)",
                                      {{"at", service.now()}});
  if (!kept) return kept.error();
  return make_error(Code::cancelled, "Stopped.");
}

// ?service=&target=&as=service&within=transaction: another service's answer, or why there is none.
Result<Response> pass_on(Service& service) {
  json::object told;
  const auto one = [&]() -> Result<void> {
    const auto as = service.query("as") == "service" ? Service::As::service : Service::As::caller;
    Request question = get(service.query("target"));
    if (service.query("method") == "POST") question.method = "POST";
    auto answer = service.ask(service.query("service"), question, as);
    told = answer ? json::object{{"answer", *answer}}
                  : json::object{{"code", static_cast<int>(answer.error().code)}, {"message", answer.error().message}};
    return {};
  };
  if (auto done = service.query("within") == "transaction" ? service.store().transaction(one) : one(); !done) return done.error();
  return Response(told);
}

Result<Response> facts(Service& service) {
  Response response(json::object{{"target", std::string(service.target())}, {"client", std::string(service.client())}, {"authorization", service.header("Authorization")},
                                 {"cookie", service.header("Cookie")}, {"subject", service.caller().subject}});
  response.headers["Set-Cookie"] = json::array{"a=1; HttpOnly", "b=2"};
  return response;
}

Result<Response> crash(Service&) {
  std::raise(SIGSEGV);
  return Response();
}

Result<Response> throwing(Service&) { throw std::runtime_error("inside of acme"); }

}  // namespace

CHITTY_PLUGIN(.commands = {}, .routes = {{"thing", thing}, {"first", first}, {"keep", keep}, {"echo", echo}, {"stream", stream},
                                         {"sleep", sleep}, {"ask", pass_on}, {"facts", facts}, {"patient", patient}, {"crash", crash}, {"throw", throwing}})
