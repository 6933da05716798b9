// Bytes of standard input to characters, whatever comes.
#include <gtest/gtest.h>
#include <unistd.h>

#include <string>

#include "editor/engine/keys.hpp"

namespace chitty::host {
namespace {

// Standard input is this text while it lives.
class Typed {
 public:
  explicit Typed(const std::string& text) : before_(::dup(STDIN_FILENO)) {
    int ends[2] = {-1, -1};
    EXPECT_EQ(::pipe(ends), 0);
    EXPECT_EQ(::write(ends[1], text.data(), text.size()), static_cast<ssize_t>(text.size()));
    ::dup2(ends[0], STDIN_FILENO);
    ::close(ends[0]);
    writing_ = ends[1];
  }
  ~Typed() {
    close();
    ::dup2(before_, STDIN_FILENO);
    ::close(before_);
  }
  Typed(const Typed&) = delete;
  Typed& operator=(const Typed&) = delete;

  void close() {
    if (writing_ >= 0) ::close(writing_);
    writing_ = -1;
  }

 private:
  int before_, writing_ = -1;
};

std::wstring keys_of(const std::string& text) {
  Typed typed(text);
  typed.close();
  const CancelToken cancel;
  Keys keys;
  keys.begin(cancel);
  std::wstring all;
  for (wchar_t c = 0; keys.next(&c) == 1;) all += c;
  return all;
}

TEST(Keys, AreCharactersOfUtf8) {
  EXPECT_EQ(keys_of("a\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80\x1b[A"), L"a\u00e4\u20ac\U0001f600\x1b[A");
  EXPECT_EQ(keys_of(""), L"");
}

TEST(Keys, LeaveOutWhatIsNone) {
  EXPECT_EQ(keys_of("a\xff\xfe\x80"
                    "b"),
            L"ab")
      << "no lead byte";
  EXPECT_EQ(keys_of("a\xc0\x80\xe0\x80\x80"
                    "b"),
            L"ab")
      << "longer than need be";
  EXPECT_EQ(keys_of("a\xed\xa0\x80"
                    "b"),
            L"ab")
      << "half of a pair";
  EXPECT_EQ(keys_of("a\xf4\x90\x80\x80"
                    "b"),
            L"ab")
      << "beyond the last one";
  EXPECT_EQ(keys_of("a\xc2\x9b"
                    "b"),
            L"ab")
      << "a control that a terminal would obey";
  EXPECT_EQ(keys_of("a\xe2\x82"), L"a") << "cut off";
}

TEST(Keys, EndWhenTheCallIsToStop) {
  const Typed typed("");
  CancelToken cancel;
  cancel.cancel(CancelToken::Why::interrupted);
  Keys keys;
  keys.begin(cancel);
  wchar_t c = 0;
  EXPECT_EQ(keys.next(&c), -1);
}

}  // namespace
}  // namespace chitty::host
