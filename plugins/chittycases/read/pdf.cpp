// PDF by poppler's programs, whose files are in this process's folder.
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <fstream>
#include <sstream>

#include "reader.hpp"

extern char** environ;

namespace chittycases::read {

namespace {

struct Ended {
  int code = -1;
  std::string errors;
};

std::string content_of(const char* path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream all;
  all << file.rdbuf();
  return all.str();
}

Ended run(std::vector<std::string> words, const char* output) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  posix_spawn_file_actions_addopen(&actions, 2, "errors", O_WRONLY | O_CREAT | O_TRUNC, 0600);
  std::vector<char*> arguments;
  for (auto& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  pid_t child = 0;
  const int failed = ::posix_spawn(&child, words.front().c_str(), &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) throw Unreadable("the programs that read a PDF (poppler-utils) are not installed");
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, content_of("errors")};
}

void check(const Ended& ended) {
  if (ended.errors.find("Incorrect password") != std::string::npos) throw Unreadable("it is encrypted, and opens with a password only");
  if (ended.code == 3) throw Unreadable("its author does not allow that its text is taken");
  if (ended.code != 0) throw Unreadable("the PDF is damaged or not complete");
}

int pages_in(const std::string& info) {
  const auto at = info.find("\nPages:");
  if (at == std::string::npos) throw Unreadable("the PDF is damaged or not complete");
  return std::atoi(info.c_str() + at + 7);
}

double number(std::string_view text) {
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

// Lines of "level page par block line word left top width height conf text", as pdftotext -tsv gives them.
class Table {
 public:
  std::vector<Page> pages;

  void take(std::string_view line) {
    std::string_view cells[12];
    for (auto& cell : cells) {
      const auto end = &cell == &cells[11] ? line.size() : std::min(line.find('\t'), line.size());
      cell = line.substr(0, end);
      line.remove_prefix(std::min(end + 1, line.size()));
    }
    const double left = number(cells[6]), top = number(cells[7]), width = number(cells[8]), height = number(cells[9]);
    if (cells[0] == "1") {
      pages.push_back({std::atoi(std::string(cells[1]).c_str()), width, height, {}, {}});
      offset_ = 0, last_ = {-1, -1, -1};
    } else if (cells[0] == "5" && !pages.empty()) {
      word(cells, {left, top, left + width, top + height});
    }
  }

 private:
  struct Place {
    double left, top, right, bottom;
  };
  void word(const std::string_view* cells, const Place& place) {
    auto& page = pages.back();
    if (page.text.size() > 900'000) return;
    const std::array<double, 3> line{number(cells[2]), number(cells[3]), number(cells[4])};
    if (!page.text.empty()) {
      const std::string_view between = line == last_ ? " " : line[0] == last_[0] && line[1] == last_[1] ? "\n"
                                                                                                        : "\n\n";
      page.text += between;
      offset_ += between.size();
    }
    last_ = line;
    const auto text = cleaned(cells[11]);
    page.boxes.push_back({offset_, place.left, place.top, place.right, place.bottom});
    page.text += text;
    offset_ += characters(text);
  }

  std::size_t offset_ = 0;
  std::array<double, 3> last_{-1, -1, -1};  // paragraph, block, line of the word before
};

}  // namespace

Document read_pdf(std::string_view bytes, Range wanted) {
  {
    std::ofstream file("document.pdf", std::ios::binary);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!file.flush()) throw Unreadable("it is too large to be read here");
  }
  check(run({"/usr/bin/pdfinfo", "document.pdf"}, "info"));
  Document document{"pdf", pages_in(content_of("info")), {}};
  if (document.pages < wanted.from) return document;
  const auto to = std::min(wanted.to, document.pages);
  check(run({"/usr/bin/pdftotext", "-tsv", "-f", std::to_string(wanted.from), "-l", std::to_string(to), "document.pdf", "table"}, "/dev/null"));
  Table table;
  const auto text = content_of("table");
  std::string_view rest = text;
  while (!rest.empty()) {
    const auto end = std::min(rest.find('\n'), rest.size());
    table.take(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  document.read = std::move(table.pages);
  // A page without a word has no row.
  for (int number = wanted.from; number <= to; ++number) {
    const auto index = static_cast<std::size_t>(number - wanted.from);
    if (index >= document.read.size() || document.read[index].number != number) document.read.insert(document.read.begin() + static_cast<std::ptrdiff_t>(std::min(index, document.read.size())), Page{number, 0, 0, {}, {}});
  }
  return document;
}

}  // namespace chittycases::read
