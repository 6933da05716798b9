// chitty.browser/1, chitty.run/1, chitty.probe/1, chitty.child/1 and chitty.catalogue/1 over a FakeHost. Nothing for a test to call.
#ifndef CHITTY_TESTKIT_PERSON_TABLES_HPP
#define CHITTY_TESTKIT_PERSON_TABLES_HPP

#include <chitty/testkit/tables.hpp>

// One visit, as the plugin holds it.
struct chitty_visit {
  chitty::testkit::FakeHost& host;
  std::string path;
  bool visited = false;
};

namespace chitty::testkit::tables {

inline const chitty_browser& browser() {
  static const chitty_browser table{
      sizeof(chitty_browser),
      0,
      [](chitty_call* c, std::uint32_t port, const chitty_str* path, const chitty_sink* url, chitty_visit** out,
         chitty_error* error) -> chitty_status {
        *out = nullptr;
        return fallible(c, error, [&](FakeHost& host) -> Result<void> {
          const std::string place(abi::view(path));
          if (!place.starts_with('/') || port > 65535)
            return usage_error("There is no such path or port to be visited.");
          if (auto given = give(url, "http://127.0.0.1:" + std::to_string(port ? port : 49152) + place); !given)
            return given;
          *out = new chitty_visit{host, place};
          ++host.open_visits;
          return {};
        });
      },
      [](chitty_call* c, const chitty_str* url, chitty_error* error) -> chitty_status {
        return fallible(c, error, [&](FakeHost& host) -> Result<void> {
          const std::string address(abi::view(url));
          if (!address.starts_with("http://") && !address.starts_with("https://"))
            return usage_error("only http and https addresses can be opened in a browser");
          if (!host.has_browser) return make_error(Code::not_supported, "cannot open a browser: there is none in this test");
          host.opened.push_back(address);
          return {};
        });
      },
      [](chitty_visit* visit, const chitty_sink* query, chitty_error* error) -> chitty_status {
        return fallible(visit->host.as_call(), error, [&](FakeHost& host) -> Result<void> {
          const auto* scripted = host.visits.take(visit->path);
          if (!scripted) return make_error(Code::timeout, "No browser came to " + visit->path + ".");
          if (scripted->failure()) return *scripted->failure();
          visit->visited = true;
          return give(query,
                      json::serialize(scripted->query(host.opened.empty() ? std::string() : host.opened.back())));
        });
      },
      [](chitty_visit* visit, const chitty_str* text) {
        if (!visit->visited)
          visit->host.complain("A visit was answered that nobody made, or that was answered already.");
        visit->visited = false;
        visit->host.pages.emplace_back(abi::view(text));
      },
      [](chitty_visit* visit) {
        if (visit) --visit->host.open_visits;
        delete visit;
      }};
  return table;
}

// Not counted among the calls that fail in turn, since it may come from several threads at once.
inline chitty_status CHITTY_CALL run_apart(chitty_call* c, const chitty_str* text, const chitty_sink* lines,
                                           std::uint32_t(CHITTY_CALL* stop)(void*), void* context, const chitty_sink* result,
                                           chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    FakeHost& host = FakeHost::of(c);
    boost::system::error_code ec;
    const auto order = json::parse(abi::view(text), ec);
    if (ec || !order.is_object() || !host.apart) return abi::fill(error, make_error(Code::host_fault, "Nobody has said how commands end here."));
    const auto line = [&](std::string_view said) {
      if (lines) (void)lines->write(lines->context, said.data(), said.size());
    };
    const auto ended = host.apart(order.get_object(), line, [&] { return stop && stop(context) != 0; });
    if (!ended) return abi::fill(error, ended.error());
    json::object all{{"ended", "exited"}, {"exitCode", 0}, {"signal", 0}, {"durationMs", 1}, {"output", ""}};
    for (const auto& [name, value] : *ended) all[name] = value;
    all.emplace("outputBytes", all.at("output").as_string().size());
    const auto given = give(result, json::serialize(all));
    return given ? CHITTY_OK : abi::fill(error, given.error());
  });
}

inline const chitty_run& run() {
  static const chitty_run table{
      sizeof(chitty_run), 0,
      [](chitty_call* c, const chitty_str* text, const chitty_sink* records, chitty_error* error) -> chitty_status {
        return fallible(c, error, [&](FakeHost& host) -> Result<void> {
          auto given = json_of(host, abi::view(text), "words");
          if (!given) return given.error();
          std::vector<std::string> words;
          if (given->is_array())
            for (const auto& word : given->get_array())
              if (word.is_string()) words.emplace_back(word.get_string());
          host.commands_run.push_back(words);
          const auto* scripted = host.commands.take(words);
          if (!scripted)
            return usage_error("no command '" + ScriptedCommand(words).name() + "' in this test");
          if (scripted->failure()) return *scripted->failure();
          for (const auto& record : scripted->records())
            if (auto written = give(records, json::serialize(record)); !written) return written;
          return {};
        });
      },
      run_apart};
  return table;
}

inline const chitty_probe& probe() {
  static const chitty_probe table{
      sizeof(chitty_probe), 0,
      [](chitty_call* c, const chitty_str* urls, std::uint64_t milliseconds, const chitty_sink* results,
         chitty_error* error) -> chitty_status {
        return fallible(c, error, [&](FakeHost& host) -> Result<void> {
          auto given = json_of(host, abi::view(urls), "addresses");
          if (!given) return given.error();
          if (!given->is_array() || !host.probe) return make_error(Code::host_fault, "Nobody has said what answers here.");
          auto answered = host.probe(given->get_array(), milliseconds);
          return answered ? give(results, json::serialize(*answered)) : Result<void>(answered.error());
        });
      }};
  return table;
}

inline const chitty_child& child() {
  static const chitty_child table{
      sizeof(chitty_child), 0,
      [](chitty_call* c, const chitty_str* order, const void* program, std::uint64_t len, const chitty_sink* result,
         chitty_error* error) -> chitty_status {
        return fallible(c, error, [&](FakeHost& host) -> Result<void> {
          auto given = json_of(host, abi::view(order), "order");
          if (!given) return given.error();
          if (!given->is_object() || !host.child) return make_error(Code::host_fault, "Nobody has said how programs end here.");
          auto ended = host.child(given->get_object(), {static_cast<const char*>(program), len});
          return ended ? give(result, json::serialize(*ended)) : Result<void>(ended.error());
        });
      }};
  return table;
}

inline const chitty_catalogue& catalogue() {
  static const chitty_catalogue table{
      sizeof(chitty_catalogue), 0,
      [](chitty_call* c, const chitty_sink* plugins, chitty_error* error) -> chitty_status {
        return fallible(c, error, [&](FakeHost& host) -> Result<void> {
          for (const auto& one : host.plugins)
            if (auto given = give(plugins, json::serialize(one)); !given) return given;
          return {};
        });
      },
      [](chitty_call* c, const chitty_sink* manifest, chitty_error* error) -> chitty_status {
        return fallible(c, error, [&](FakeHost& host) -> Result<void> {
          if (host.builtin.empty()) return make_error(Code::not_supported, "This host has no commands of its own.");
          return give(manifest, json::serialize(host.builtin));
        });
      }};
  return table;
}

}  // namespace chitty::testkit::tables

#endif  // CHITTY_TESTKIT_PERSON_TABLES_HPP
