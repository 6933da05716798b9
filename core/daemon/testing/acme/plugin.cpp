// A small service for the daemon's own tests: it remembers things, streams, sleeps, and crashes when asked.
#include <chitty/plugin.hpp>

#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace {

using namespace chitty;

Result<Response> thing(Service& service) {
  auto row = service.store().find("SELECT id, name, weight, made_at FROM acme_things WHERE id = :id", {{"id", service.parameter("id")}});
  if (!row) return row.error();
  if (!*row) return make_error(Code::not_found, "There is no thing '" + service.parameter("id") + "'.", "Keep one first.");
  return Response(**row);
}

// Counts for `units` more, and says what there is besides.
Result<Response> charge(Service& service) {
  CHITTY_DO(service.charge(std::stoull("0" + service.query("units"))));
  CHITTY_TRY(auto scopes, service.scopes_of_services());
  return Response(json::object{{"scopes", scopes.value_or(json::object())}});
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

// ?id=&quota=: a thing of the caller's, if the quota of that name (things, if none is said) lets it.
Result<Response> own(Service& service) {
  const auto keep_one = [&]() -> Result<void> {
    const auto kind = service.query("quota"), name = service.query("name");
    if (auto within = service.quota(kind.empty() ? "things" : kind); !within) return within;
    if (auto within = service.quota("bytes", 3); !within) return within;
    auto kept = service.store().execute("INSERT INTO acme_things (id, name, made_at, who) VALUES (:id, :name, :at, :who)",
                                        {{"id", service.query("id")}, {"name", name.empty() ? "own" : name}, {"at", service.now()}, {"who", service.caller().subject}});
    return kept ? Result<void>() : kept.error();
  };
  auto done = service.query("within") == "nothing" ? keep_one() : service.store().transaction(keep_one);
  if (!done) return done.error();
  return Response(201, json::object{{"kept", true}});
}

// How many lines came, and why others did not.
Result<Response> lines(Service& service) {
  json::array refused;
  std::int64_t came = 0;
  for (;;) {
    auto line = service.next_line();
    if (!line) return line.error();
    if (!*line) return Response(json::object{{"came", came}, {"refused", refused}});
    if ((*line)->wrong) refused.push_back(json::object{{"line", (*line)->number}, {"message", (*line)->wrong->message}});
    else ++came;
  }
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

// ?id=: the body as content, and a thing that knows its address; without an id the content alone.
Result<Response> keep_parcel(Service& service) {
  CHITTY_TRY(const auto kept, service.blobs().put([&](char* buffer, std::size_t capacity) { return service.read(buffer, capacity); }));
  if (!service.query("id").empty())
    CHITTY_DO(service.store().execute("INSERT INTO acme_things (id, name, weight, made_at) VALUES (:id, :name, :weight, :at)",
                                      {{"id", service.query("id")}, {"name", kept.address}, {"weight", static_cast<double>(kept.size)}, {"at", service.now()}}));
  return Response(201, json::object{{"id", service.query("id")}, {"address", kept.address}, {"size", kept.size}});
}

// By the thing's id, or by its address. The reply begins with the first piece, so that an error before it has a status of its own.
Result<Response> parcel(Service& service) {
  std::string address = service.parameter("id");
  if (!address.starts_with("sha256:")) {
    CHITTY_TRY(const auto row, service.store().find("SELECT name FROM acme_things WHERE id = :id", {{"id", address}}));
    if (!row) return make_error(Code::not_found, "There is no parcel '" + address + "'.");
    address = std::string(row->at("name").as_string());
  }
  const auto begin = [&] { return service.begun() ? Result<void>() : service.begin(200, {{"Content-Type", "application/octet-stream"}}); };
  const auto written = service.blobs().get(address, [&](std::string_view piece) {
    auto begun = begin();
    return begun ? service.write(piece) : begun;
  });
  if (!written) return written.error();
  CHITTY_DO(begin());
  return Response::done();
}

Result<Response> facts(Service& service) {
  Response response(json::object{{"target", std::string(service.target())}, {"client", std::string(service.client())}, {"authorization", service.header("Authorization")}, {"cookie", service.header("Cookie")}, {"subject", service.caller().subject}});
  response.headers["Set-Cookie"] = json::array{"a=1; HttpOnly", "b=2"};
  return response;
}

Result<Response> crash(Service&) {
  std::raise(SIGSEGV);
  return Response();
}

Result<Response> leave(Service&) { std::exit(3); }

Result<Response> loop(Service&) {
  for (volatile unsigned counter = 0;;) counter = counter + 1;
}

// Its threads are in no call of the host's.
Result<Response> own_thread(Service& service) {
  const auto how = service.query("how");
  std::thread([how] {
    if (how == "abort") std::abort();
    if (how == "throw") throw std::runtime_error("in a thread of acme");
    if (how == "exit") std::exit(3);
    std::raise(SIGSEGV);
  }).detach();
  std::this_thread::sleep_for(std::chrono::milliseconds(service.query("wait") == "yes" ? 3000 : 0));
  return Response(json::object{{"begun", true}});
}

Result<Response> close_all(Service&) {
  for (int descriptor = 3; descriptor < 64; ++descriptor) {
    int listens = 0;
    socklen_t size = sizeof listens;
    if (::getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) == 0 && listens) ::close(descriptor);
  }
  return Response(json::object{{"closed", true}});
}

Result<Response> throwing(Service&) { throw std::runtime_error("inside of acme"); }

}  // namespace

CHITTY_PLUGIN(.commands = {}, .routes = {{"thing", thing}, {"first", first}, {"keep", keep}, {"own", own}, {"charge", charge}, {"lines", lines}, {"echo", echo}, {"stream", stream}, {"sleep", sleep}, {"ask", pass_on}, {"facts", facts}, {"keepParcel", keep_parcel}, {"parcel", parcel}, {"patient", patient}, {"crash", crash}, {"exit", leave}, {"loop", loop}, {"thread", own_thread}, {"close", close_all}, {"throw", throwing}})
