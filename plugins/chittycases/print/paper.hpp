// Pages of paper with a PDF behind them: where the pen is, and text of one style. Pango lays text out, Cairo writes the PDF.
#pragma once

#include <pango/pangocairo.h>

#include <memory>
#include <string>

namespace chittycases::print {

struct Style {
  const char* family;
  double size;  // points
  bool bold, italic;
  double grey;  // 0: black
};

class Paper {
 public:
  static constexpr double width = 612, height = 792, margin = 54, footer = 36;  // US Letter, in points
  static constexpr double inner = width - 2 * margin;

  // `pages` is how many there will be, for the foot of each; 0 as long as that is not known.
  Paper(std::string title, int pages);
  Paper(const Paper&) = delete;
  Paper& operator=(const Paper&) = delete;
  ~Paper();

  // How high the text is in a column so wide.
  double height_of(const std::string& text, const Style& style, double column);
  // How wide it would be on one line; and the widest of its words.
  double width_of(const std::string& text, const Style& style);
  double widest_word(const std::string& text, const Style& style);
  // Draws it at `x`, below the pen, which stays.
  void draw(const std::string& text, const Style& style, double x, double column);
  void rule(double grey);                 // a line across, at the pen
  void shade(double below, double grey);  // from the pen so far down
  void down(double by) { pen_ += by; }
  bool fits(double needed) const { return pen_ + needed <= height - margin - footer / 2; }
  bool at_top() const { return pen_ <= margin; }
  void next_page();
  void outline(const std::string& heading);  // where a reader's table of contents leads
  int pages() const { return page_; }

  std::string finished();  // the PDF; once

 private:
  void set(const std::string& text, const Style& style, double column);
  void foot();

  std::string title_, bytes_;
  int pages_, page_ = 1;
  double pen_ = margin;
  cairo_surface_t* surface_;
  cairo_t* cairo_;
  PangoLayout* layout_;
};

}  // namespace chittycases::print
