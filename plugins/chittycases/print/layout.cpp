#include "layout.hpp"

#include <algorithm>
#include <numeric>

#include "paper.hpp"

namespace chittycases::print {

namespace {

constexpr const char* sans = "DejaVu Sans, Liberation Sans, Sans";
constexpr const char* serif = "DejaVu Serif, Liberation Serif, Serif";
constexpr Style title_style{serif, 19, true, false, 0}, heading_style{sans, 12, true, false, 0.1}, body{serif, 9.5, false, false, 0}, small_style{sans, 7.5, false, false, 0.3}, name_style{sans, 8.5, true, false, 0.25}, head_style{sans, 8, true, false, 0}, cell_style{sans, 8, false, false, 0};
constexpr double gap = 8;

class Layout {
 public:
  Layout(const std::vector<Block>& blocks, int pages) : blocks_(blocks), paper_(blocks.empty() || blocks.front().cells.empty() ? "" : blocks.front().cells.front(), pages) {}

  std::string run() {
    for (std::size_t i = 0; i < blocks_.size();) i = blocks_[i].kind == 'C' ? table(i) : block(i);
    return paper_.finished();
  }
  int pages() const { return paper_.pages(); }

 private:
  static const std::string& cell(const Block& of, std::size_t number) {
    static const std::string none;
    return number < of.cells.size() ? of.cells[number] : none;
  }

  void paragraph(const std::string& text, const Style& style, double x, double after) {
    const auto column = Paper::width - Paper::margin - x;
    const auto high = paper_.height_of(text, style, column);
    if (!paper_.fits(high) && !paper_.at_top() && high < 500) paper_.next_page();
    if (paper_.fits(high)) {
      paper_.draw(text, style, x, column);
      paper_.down(high + after);
      return;
    }
    // Longer than a page: by words, as many as fit.
    for (std::size_t at = 0; at < text.size();) {
      auto end = text.size();
      while (end > at + 40 && !paper_.fits(paper_.height_of(text.substr(at, end - at), style, column))) {
        const auto half = at + (end - at) * 9 / 10;
        const auto space = text.rfind(' ', half);
        end = space == std::string::npos || space <= at ? half : space;
        while (end > at && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
      }
      const auto part = text.substr(at, end - at);
      paper_.draw(part, style, x, column);
      paper_.down(paper_.height_of(part, style, column) + after);
      at = end;
      if (at < text.size()) paper_.next_page();
    }
  }

  std::size_t block(std::size_t i) {
    const auto& one = blocks_[i];
    const auto& text = cell(one, 0);
    switch (one.kind) {
      case 'T':
        paragraph(text, title_style, Paper::margin, 6);
        paper_.rule(0.6);
        paper_.down(8);
        break;
      case 'H': {
        if (!paper_.at_top()) paper_.down(10);
        if (!paper_.fits(80)) paper_.next_page();
        paper_.outline(text);
        paragraph(text, heading_style, Paper::margin, 4);
        break;
      }
      case 'F': {
        const double column = 96;
        const auto high = std::max(paper_.height_of(text, name_style, column), paper_.height_of(cell(one, 1), body, Paper::inner - column));
        if (!paper_.fits(high)) paper_.next_page();
        paper_.draw(text, name_style, Paper::margin, column);
        paper_.draw(cell(one, 1), body, Paper::margin + column, Paper::inner - column);
        paper_.down(high + 2);
        break;
      }
      case 'B':
        if (!paper_.fits(14)) paper_.next_page();
        paper_.draw("\xe2\x80\xa2", body, Paper::margin, 10);
        paragraph(text, body, Paper::margin + 12, 3);
        break;
      case 'S': paragraph(text, small_style, Paper::margin, 5); break;
      default: paragraph(text, body, Paper::margin, 5);
    }
    return i + 1;
  }

  // What a column needs at least and at most; then what is left goes to those that want more.
  std::vector<double> widths(std::size_t from, std::size_t to, std::size_t columns) {
    std::vector<double> least(columns, 20), wanted(columns, 20);
    for (auto i = from; i < to; ++i)
      for (std::size_t number = 0; number < columns; ++number) {
        const auto& style = i == from ? head_style : cell_style;
        least[number] = std::max(least[number], std::min(paper_.widest_word(cell(blocks_[i], number), style) + 1, 110.0));
        wanted[number] = std::max(wanted[number], std::min(paper_.width_of(cell(blocks_[i], number), style) + 1, 420.0));
      }
    auto room = Paper::inner - gap * static_cast<double>(columns - 1) - std::accumulate(least.begin(), least.end(), 0.0);
    double wish = 0;
    for (std::size_t number = 0; number < columns; ++number) wish += std::max(0.0, wanted[number] - least[number]);
    if (room < 0) {
      const auto all = std::accumulate(least.begin(), least.end(), 0.0);
      for (auto& one : least) one *= (all + room) / all;
    } else if (wish > 0) {
      for (std::size_t number = 0; number < columns; ++number) least[number] += std::max(0.0, wanted[number] - least[number]) * std::min(1.0, room / wish);
    }
    return least;
  }

  double row(const Block& of, const Style& style, const std::vector<double>& column, bool draw) {
    double high = 0, x = Paper::margin;
    for (std::size_t number = 0; number < column.size(); ++number) {
      high = std::max(high, paper_.height_of(cell(of, number), style, column[number]));
      if (draw) paper_.draw(cell(of, number), style, x, column[number]);
      x += column[number] + gap;
    }
    return high;
  }

  void head(const Block& of, const std::vector<double>& column) {
    const auto high = row(of, head_style, column, false);
    paper_.shade(high + 2, 0.9);
    row(of, head_style, column, true);
    paper_.down(high + 4);
  }

  std::size_t table(std::size_t from) {
    auto to = from + 1;
    while (to < blocks_.size() && blocks_[to].kind == 'R') ++to;
    const auto column = widths(from, to, std::max<std::size_t>(blocks_[from].cells.size(), 1));
    paper_.down(2);
    head(blocks_[from], column);
    for (auto i = from + 1; i < to; ++i) {
      const auto high = row(blocks_[i], cell_style, column, false);
      if (!paper_.fits(high + 4)) {
        paper_.next_page();
        head(blocks_[from], column);
      }
      row(blocks_[i], cell_style, column, true);
      paper_.down(high + 2);
      paper_.rule(0.85);
      paper_.down(2);
    }
    paper_.down(4);
    return to;
  }

  const std::vector<Block>& blocks_;
  Paper paper_;
};

}  // namespace

std::vector<Block> blocks_of(const std::string& lines) {
  std::vector<Block> blocks;
  for (std::size_t at = 0; at < lines.size();) {
    const auto end = std::min(lines.find('\n', at), lines.size());
    Block one{lines[at], {}};
    for (auto tab = at + 1; tab < end;) {
      const auto stop = std::min(lines.find('\t', tab + 1), end);
      one.cells.push_back(lines.substr(tab + 1, stop - tab - 1));
      tab = stop;
    }
    blocks.push_back(std::move(one));
    at = end + 1;
  }
  return blocks;
}

std::string pdf_of(const std::vector<Block>& blocks) {
  Layout first(blocks, 0);
  first.run();
  return Layout(blocks, first.pages()).run();
}

}  // namespace chittycases::print
