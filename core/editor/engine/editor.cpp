// libedit (BSD) with what a message needs beside its own keys: several lines, pasted text as it is, characters of UTF-8 whatever the locale.
#include "editor/editor.hpp"

#include <histedit.h>
#include <locale.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <exception>
#include <memory>
#include <string_view>

#include "editor/engine/keys.hpp"

namespace chitty::host {

namespace {

constexpr std::size_t most_pasted = 1u << 20;  // characters

void show(const char* text) {
  if (::write(STDERR_FILENO, text, std::strlen(text)) < 0) return;  // the terminal is gone
}

// The characters of UTF-8 for this thread while it lives: the process's locale is not ours to set.
class Utf8 {
 public:
  Utf8() : before_(::uselocale(utf8())) {}
  ~Utf8() { ::uselocale(before_); }
  Utf8(const Utf8&) = delete;
  Utf8& operator=(const Utf8&) = delete;

 private:
  static locale_t utf8() {
    static const locale_t made = ::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
    return made;
  }
  locale_t before_;
};

// A terminal that marks what is pasted does so while this lives.
struct Pasting {
  Pasting() { show("\033[?2004h"); }
  ~Pasting() { show("\033[?2004l"); }
  Pasting(const Pasting&) = delete;
  Pasting& operator=(const Pasting&) = delete;
};

class Edit : public Editor {
 public:
  Result<std::string> message(const std::string& prompt, const std::vector<std::string>& earlier, const CancelToken& cancel) override {
    try {
      return written(prompt, earlier, cancel);
    } catch (const std::exception& e) {  // none crosses into the host
      return make_error(Code::host_fault, std::string("internal error in the line editor: ") + e.what());
    }
  }

 private:
  Result<std::string> written(const std::string& prompt, const std::vector<std::string>& earlier, const CancelToken& cancel) {
    const Utf8 utf8;
    if (!line_ && !begin()) return make_error(Code::host_fault, "cannot use the terminal");
    prompt_ = prompt;
    typed_.clear();
    keys_.begin(cancel);
    remember(earlier);
    (void)::el_resize(line_);
    const Pasting pasting;
    int count = 0;
    const char* text = ::el_gets(line_, &count);
    if (text && count > 0) {
      std::string message(text, static_cast<std::size_t>(count));
      if (message.ends_with('\n')) message.pop_back();
      return message;
    }
    show(cancel.cancelled() ? "^C\n" : "\n");
    if (!cancel.cancelled()) return make_error(Code::not_found, "there is no more input");
    auto stopped = make_error(Code::cancelled, "stopped");
    stopped.details["typed"] = typed_;
    (void)::el_reset(line_);
    return stopped;
  }

  static Edit* of(EditLine* line) {
    void* self = nullptr;
    (void)::el_get(line, EL_CLIENTDATA, &self);
    return static_cast<Edit*>(self);
  }

  bool begin() {
    line_ = ::el_init("chitty", stdin, stderr, stderr);
    history_ = ::history_init();
    if (!line_ || !history_) return false;
    HistEvent event;
    (void)::history(history_, &event, H_SETSIZE, 2000);
    (void)::el_set(line_, EL_CLIENTDATA, this);
    (void)::el_set(line_, EL_SIGNAL, 0);
    (void)::el_set(line_, EL_EDITOR, "emacs");
    (void)::el_set(line_, EL_HIST, ::history, history_);
    (void)::el_set(
        line_, EL_PROMPT, +[](EditLine* line) { return of(line)->prompt_.data(); });
    (void)::el_set(line_, EL_GETCFN, next_key);
    (void)::el_set(line_, EL_ADDFN, "chitty-enter", "Send the message, or go on in a new line", enter);
    (void)::el_set(line_, EL_ADDFN, "chitty-line", "Go on in a new line", new_line);
    (void)::el_set(line_, EL_ADDFN, "chitty-paste", "Take what is pasted", paste);
    for (const auto& [key, command] : {std::pair("\n", "chitty-enter"), std::pair("\r", "chitty-enter"), std::pair("\036", "ed-newline"), std::pair("\033\n", "chitty-line"),
                                       std::pair("\033\r", "chitty-line"), std::pair("\033[200~", "chitty-paste"), std::pair("\022", "em-inc-search-prev"),
                                       std::pair("\033[3~", "ed-delete-next-char"), std::pair("\033[H", "ed-move-to-beg"), std::pair("\033[F", "ed-move-to-end"),
                                       std::pair("\033[1;5D", "ed-prev-word"), std::pair("\033[1;5C", "em-next-word")})
      (void)::el_set(line_, EL_BIND, key, command, nullptr);
    return true;
  }

  void remember(const std::vector<std::string>& earlier) {
    HistEvent event;
    (void)::history(history_, &event, H_CLEAR);
    for (const auto& one : earlier) (void)::history(history_, &event, H_ENTER, one.c_str());
  }

  std::string typed() const {
    const auto* info = ::el_line(line_);
    return info ? std::string(info->buffer, static_cast<std::size_t>(info->lastchar - info->buffer)) : std::string();
  }

  // The window may have changed meanwhile; who resizes it then presses a key.
  static int next_key(EditLine* line, wchar_t* character) {
    auto* self = of(line);
    winsize size{};
    if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col != self->columns_) {
      self->columns_ = size.ws_col;
      (void)::el_resize(line);
    }
    const int got = self->keys_.next(character);
    if (got < 0) self->typed_ = self->typed();  // libedit forgets it on its way out
    return got;
  }

  static unsigned char enter(EditLine* line, int) {
    const auto* info = ::el_wline(line);
    const bool goes_on = info->lastchar > info->buffer && info->lastchar[-1] == L'\\' && info->cursor == info->lastchar;
    if (!goes_on) return ::el_wpush(line, L"\036"), CC_NORM;
    (void)::el_deletestr(line, 1);
    return new_line(line, 0);
  }

  static unsigned char new_line(EditLine* line, int) { return ::el_winsertstr(line, L"\n") == 0 ? CC_REFRESH : CC_ERROR; }

  static unsigned char paste(EditLine* line, int) {
    static constexpr std::wstring_view end = L"\033[201~";
    std::wstring text;
    for (wchar_t c = 0; !text.ends_with(end);) {
      if (of(line)->keys_.next(&c) <= 0) return CC_EOF;
      if (text.size() < most_pasted || c == L'~' || end.find(c) != end.npos) text += c;
    }
    text.resize(text.size() - end.size());
    std::wstring kept;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const auto c = text[i];
      if (c == L'\r') {
        if (i + 1 == text.size() || text[i + 1] != L'\n') kept += L'\n';
      } else if (c == L'\n' || c == L'\t' || (c >= 0x20 && c != 0x7F)) {
        kept += c;
      }
    }
    return kept.empty() || ::el_winsertstr(line, kept.c_str()) == 0 ? CC_REFRESH : CC_ERROR;
  }

  // For the life of the process: what was typed ahead must not be lost between two messages.
  EditLine* line_ = nullptr;
  History* history_ = nullptr;
  std::string prompt_, typed_;
  Keys keys_;
  unsigned short columns_ = 0;
};

}  // namespace
}  // namespace chitty::host

extern "C" __attribute__((visibility("default"))) chitty::host::Editor* chitty_editor_v1(const char* version) {
  static chitty::host::Edit* const editor = new chitty::host::Edit;  // lives as long as the process
  return std::string_view(version) == CHITTY_VERSION ? editor : nullptr;
}
