// chitty.browser/1 whose person does what the test says. One test at a time.
#pragma once

#include <chitty/form.hpp>
#include <chitty/testkit.hpp>
#include <functional>
#include <string>
#include <vector>

namespace chitty::auth::testing {

struct FakeBrowser {
  bool is_there = true;
  std::function<json::object(testkit::FakeHost&, const Form& asked)> person;  // what comes back for what was opened
  std::string opened;
  json::object brought;
  std::vector<std::string> told;  // what the page said at the end
  int open_visits = 0;
};

inline FakeBrowser& fake_browser() {
  static FakeBrowser browser;
  return browser;
}

inline const chitty_browser& browser_table() {
  using testkit::tables::fallible;
  static const chitty_browser table{
      sizeof(chitty_browser),
      0,
      [](chitty_call* call, std::uint32_t, const chitty_str* path, const chitty_sink* url, chitty_visit** out,
         chitty_error* error) -> chitty_status {
        *out = nullptr;
        return fallible(call, error, [&](testkit::FakeHost&) -> Result<void> {
          *out = reinterpret_cast<chitty_visit*>(&fake_browser());
          ++fake_browser().open_visits;
          const auto text = "http://127.0.0.1:41234" + std::string(abi::view(path));
          url->write(url->context, text.data(), text.size());
          return {};
        });
      },
      [](chitty_call* call, const chitty_str* url, chitty_error* error) -> chitty_status {
        return fallible(call, error, [&](testkit::FakeHost& host) -> Result<void> {
          auto& browser = fake_browser();
          if (!browser.is_there) return make_error(Code::not_supported, "There is no browser to be seen from here.");
          browser.opened = abi::view(url);
          const auto asked = parse_form(std::string_view(browser.opened).substr(browser.opened.find('?') + 1));
          if (browser.person) browser.brought = browser.person(host, *asked);
          return {};
        });
      },
      [](chitty_visit*, const chitty_sink* query, chitty_error* error) -> chitty_status {
        if (fake_browser().brought.empty()) return abi::fill(error, make_error(Code::timeout, "Nobody came."));
        const auto text = json::serialize(fake_browser().brought);
        return query->write(query->context, text.data(), text.size());
      },
      [](chitty_visit*, const chitty_str* text) { fake_browser().told.emplace_back(abi::view(text)); },
      [](chitty_visit* visit) {
        if (visit) --fake_browser().open_visits;
      }};
  return table;
}

}  // namespace chitty::auth::testing
