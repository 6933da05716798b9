#include <charconv>
#include <chitty/host.hpp>

namespace chitty {

Result<Reply> Host::send(const Request& request) {
  auto stream = open(request);
  if (!stream) return stream.error();
  auto body = stream->read_all();
  if (!body) return body.error();
  return detail::parse_reply(*body);
}

namespace {

// A source whose length is known says it as any request does, by Content-Length: it goes as it is then, else in chunks.
std::uint64_t taken_length(json::object& headers) {
  const auto* said = headers.if_contains("Content-Length");
  if (!said || !said->is_string()) return UINT64_MAX;
  const std::string_view digits = said->get_string();
  std::uint64_t length = UINT64_MAX;
  (void)std::from_chars(digits.data(), digits.data() + digits.size(), length);
  headers.erase("Content-Length");
  return length;
}

}  // namespace

Result<ResponseStream> Host::open(const Request& request) {
  if (!CHITTY_OFFERS(tables_.http, release)) return detail::missing(CHITTY_EXT_HTTP);
  auto given = request.headers;
  const auto length = request.source ? taken_length(given) : UINT64_MAX;
  const std::string headers = json::serialize(given);
  chitty_source source{sizeof(chitty_source), 0, const_cast<Request*>(&request), read_source};
  chitty_http_request raw{};
  raw.struct_size = sizeof raw;
  raw.flags = (request.any_status ? CHITTY_HTTP_ANY_STATUS : 0u) | (request.repeatable ? CHITTY_HTTP_REPEATABLE : 0u) |
              (request.is_public ? CHITTY_HTTP_PUBLIC : 0u) | (request.is_anonymous ? CHITTY_HTTP_ANONYMOUS : 0u);
  raw.method = abi::borrow(request.method);
  raw.target = abi::borrow(request.target);
  raw.remote = abi::borrow(request.remote);
  raw.headers = abi::borrow(headers);
  raw.body = abi::borrow(request.body);
  raw.source = request.source ? &source : nullptr;
  raw.source_length = length;
  chitty_http_response* response = nullptr;
  if (auto sent = detail::ask(tables_.http->send, call_, &raw, &response); !sent) return sent.error();
  return ResponseStream(tables_.http, response);
}

Result<void> Host::record(const json::value& value) {
  if (!CHITTY_OFFERS(tables_.output, record)) return detail::missing(CHITTY_EXT_OUTPUT);
  const std::string text = json::serialize(value);
  const auto borrowed = abi::borrow(text);
  return detail::ask(tables_.output->record, call_, &borrowed);
}

Result<void> Host::bytes(std::string_view data) {
  if (!CHITTY_OFFERS(tables_.output, bytes)) return detail::missing(CHITTY_EXT_OUTPUT);
  return detail::ask(tables_.output->bytes, call_, static_cast<const void*>(data.data()), std::uint64_t{data.size()});
}

void Host::progress(std::uint64_t done, std::uint64_t total, std::string_view label) {
  const auto text = abi::borrow(label);
  if (CHITTY_OFFERS(tables_.output, progress)) tables_.output->progress(call_, done, total, &text);
}

void Host::note(std::string_view line) {
  const auto text = abi::borrow(line);
  if (CHITTY_OFFERS(tables_.output, note)) tables_.output->note(call_, &text);
}

Result<std::size_t> Host::read_input(char* buffer, std::size_t capacity) {
  if (!CHITTY_OFFERS(tables_.input, read)) return detail::missing(CHITTY_EXT_INPUT);
  std::uint64_t got = 0;
  auto done = detail::ask(tables_.input->read, call_, static_cast<void*>(buffer), std::uint64_t{capacity}, &got);
  if (!done) return done.error();
  return static_cast<std::size_t>(got);
}

Result<std::string> Host::question(std::string_view text, bool secret) {
  if (!CHITTY_OFFERS(tables_.input, ask)) return detail::missing(CHITTY_EXT_INPUT);
  std::string answer;
  const auto sink = abi::sink_to(answer);
  const auto words = abi::borrow(text);
  if (auto done = detail::ask(tables_.input->ask, call_, &words, secret ? 1u : 0u, &sink); !done) return done.error();
  return answer;
}

Result<std::string> Host::message(std::string_view prompt, const std::vector<std::string>& history) {
  if (!CHITTY_OFFERS(tables_.terminal, message)) return detail::missing(CHITTY_EXT_TERMINAL);
  std::string answer;
  const auto sink = abi::sink_to(answer);
  const auto words = abi::borrow(prompt);
  const std::string earlier = json::serialize(json::array(history.begin(), history.end()));
  const auto all = abi::borrow(earlier);
  CHITTY_DO(detail::ask(tables_.terminal->message, call_, &words, &all, &sink));
  return answer;
}

Result<void> Host::wait(std::chrono::nanoseconds time) {
  if (!CHITTY_OFFERS(tables_.call, wait)) return detail::missing(CHITTY_EXT_CALL);
  if (tables_.call->wait(call_, static_cast<std::uint64_t>(time.count())) != CHITTY_OK)
    return make_error(Code::cancelled, "Stopped.");
  return {};
}

Result<json::object> Host::remote(std::string_view name) {
  if (!CHITTY_OFFERS(tables_.config, remote)) return detail::missing(CHITTY_EXT_CONFIG);
  std::string text;
  const auto sink = abi::sink_to(text);
  const auto key = abi::borrow(name);
  if (auto done = detail::ask(tables_.config->remote, call_, &key, &sink); !done) return done.error();
  return json::parse(text).as_object();
}

Result<json::value> Host::config(std::string_view dotted) {
  if (!CHITTY_OFFERS(tables_.config, get)) return detail::missing(CHITTY_EXT_CONFIG);
  std::string text;
  const auto sink = abi::sink_to(text);
  const auto key = abi::borrow(dotted);
  CHITTY_DO(detail::ask(tables_.config->get, call_, &key, &sink));
  return json::parse(text);
}

Result<void> Host::set_config(std::string_view dotted, const json::value& value) {
  if (!CHITTY_OFFERS(tables_.config, set)) return detail::missing(CHITTY_EXT_CONFIG);
  const auto key = abi::borrow(dotted);
  const std::string text = json::serialize(value);
  const auto borrowed = abi::borrow(text);
  return detail::ask(tables_.config->set, call_, &key, &borrowed);
}

Result<std::string> Host::keep_secret(std::string_view name, std::string_view value) {
  if (!CHITTY_OFFERS(tables_.config, keep_secret)) return detail::missing(CHITTY_EXT_CONFIG);
  std::string reference;
  const auto sink = abi::sink_to(reference);
  const auto key = abi::borrow(name);
  const auto secret = abi::borrow(value);
  if (auto done = detail::ask(tables_.config->keep_secret, call_, &key, &secret, &sink); !done) return done.error();
  return reference;
}

Result<void> Host::keep_credential(std::string_view remote, std::string_view setting, std::string_view value,
                                   Credential whose) {
  if (!CHITTY_OFFERS(tables_.config, keep_credential)) return detail::missing(CHITTY_EXT_CONFIG);
  const auto name = abi::borrow(remote), key = abi::borrow(setting), secret = abi::borrow(value);
  return detail::ask(tables_.config->keep_credential, call_, &name, &key, static_cast<std::uint32_t>(whose), &secret);
}

Result<std::string> Host::secret(std::string_view remote, std::string_view setting) {
  if (!CHITTY_OFFERS(tables_.config, secret)) return detail::missing(CHITTY_EXT_CONFIG);
  std::string value;
  const auto sink = abi::sink_to(value);
  const auto name = abi::borrow(remote), key = abi::borrow(setting);
  if (auto done = detail::ask(tables_.config->secret, call_, &name, &key, &sink); !done) return done.error();
  return value;
}

Result<Visit> Host::expect_visit(std::string_view path, std::uint32_t port) {
  return Visit::expect(tables_.browser, call_, path, port);
}

Result<void> Host::open_browser(std::string_view url) {
  if (!CHITTY_OFFERS(tables_.browser, open)) return detail::missing(CHITTY_EXT_BROWSER);
  const auto address = abi::borrow(url);
  return detail::ask(tables_.browser->open, call_, &address);
}

Result<json::array> Host::run(const std::vector<std::string>& words) {
  if (!CHITTY_OFFERS(tables_.run, run)) return detail::missing(CHITTY_EXT_RUN);
  json::array records;
  auto take = [&](std::string_view record) -> chitty_status {
    return records.push_back(json::parse(record)), CHITTY_OK;
  };
  const auto sink = abi::sink_to_function(take);
  const std::string text = json::serialize(json::array(words.begin(), words.end()));
  const auto given = abi::borrow(text);
  if (auto done = detail::ask(tables_.run->run, call_, &given, &sink); !done) return done.error();
  return records;
}

Result<Host::ApartEnd> Host::run_apart(const Apart& wanted) const {
  if (!CHITTY_OFFERS(tables_.run, apart)) return detail::missing(CHITTY_EXT_RUN);
  json::object order{{"words", json::array(wanted.words.begin(), wanted.words.end())}};
  if (!wanted.input.empty()) order["input"] = wanted.input;
  if (wanted.time.count() > 0) order["timeMs"] = wanted.time.count();
  if (wanted.output_bytes > 0) order["outputBytes"] = wanted.output_bytes;
  if (wanted.dry_run) order["dryRun"] = true;
  const std::string text = json::serialize(order);
  const auto given = abi::borrow(text);
  auto take = [&](std::string_view line) -> chitty_status { return wanted.line(line), CHITTY_OK; };
  const auto lines = abi::sink_to_function(take);
  std::string told;
  const auto result = abi::sink_to(told);
  const auto stop = [](void* context) -> std::uint32_t {
    try {
      return static_cast<const Apart*>(context)->stop() ? 1 : 0;
    } catch (...) {
      return 1;
    }
  };
  CHITTY_DO(detail::ask(tables_.run->apart, call_, &given, wanted.line ? &lines : nullptr,
                        wanted.stop ? static_cast<std::uint32_t(CHITTY_CALL*)(void*)>(stop) : nullptr,
                        static_cast<void*>(const_cast<Apart*>(&wanted)), &result));
  const auto end = json::parse(told).as_object();
  const auto number = [&](std::string_view name) { return end.at(name).to_number<std::int64_t>(); };
  return ApartEnd{std::string(end.at("ended").as_string()), static_cast<int>(number("exitCode")), static_cast<int>(number("signal")),
                  std::chrono::milliseconds(number("durationMs")), std::string(end.at("output").as_string()),
                  static_cast<std::uint64_t>(number("outputBytes"))};
}

Result<json::value> Host::daemon(std::string_view action, const json::object& options) {
  if (!CHITTY_OFFERS(tables_.local, act)) return detail::missing(CHITTY_EXT_LOCAL);
  std::string text;
  const auto sink = abi::sink_to(text);
  const auto name = abi::borrow(action);
  const std::string given = json::serialize(options);
  const auto borrowed = abi::borrow(given);
  if (auto done = detail::ask(tables_.local->act, call_, &name, &borrowed, &sink); !done) return done.error();
  return json::parse(text);
}

Result<json::array> Host::probe(const std::vector<std::string>& urls, std::chrono::milliseconds each) {
  if (!CHITTY_OFFERS(tables_.probe, get)) return detail::missing(CHITTY_EXT_PROBE);
  std::string text;
  const auto sink = abi::sink_to(text);
  const std::string all = json::serialize(json::array(urls.begin(), urls.end()));
  const auto given = abi::borrow(all);
  if (auto done = detail::ask(tables_.probe->get, call_, &given, static_cast<std::uint64_t>(each.count()), &sink); !done)
    return done.error();
  return json::parse(text).as_array();
}

Result<json::object> Host::run_child(const json::object& order, std::string_view program) {
  if (!CHITTY_OFFERS(tables_.child, run)) return detail::missing(CHITTY_EXT_CHILD);
  std::string text;
  const auto sink = abi::sink_to(text);
  const std::string wanted = json::serialize(order);
  const auto given = abi::borrow(wanted);
  if (auto done = detail::ask(tables_.child->run, call_, &given, static_cast<const void*>(program.data()),
                              static_cast<std::uint64_t>(program.size()), &sink);
      !done)
    return done.error();
  return json::parse(text).as_object();
}

chitty_status CHITTY_CALL Host::read_source(void* context, void* buffer, std::uint64_t capacity, std::uint64_t* got) {
  try {
    *got = static_cast<Request*>(context)->source(static_cast<char*>(buffer), capacity);
    return CHITTY_OK;
  } catch (...) {
    *got = 0;
    return CHITTY_PLUGIN_FAULT;
  }
}

}  // namespace chitty
