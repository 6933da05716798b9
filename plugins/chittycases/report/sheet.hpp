// A report as a list of blocks, before it becomes Markdown or pages.
#pragma once

#include <string>
#include <vector>

namespace chittycases::report {

struct Block {
  enum Kind : char {
    title = 'T',
    heading = 'H',
    text = 'P',
    fact = 'F',   // a name and its value
    point = 'B',  // of a list
    small = 'S',  // said in small print
    head = 'C',   // the titles of a table's columns
    row = 'R'
  };
  Kind kind;
  std::vector<std::string> cells;
};
using Sheet = std::vector<Block>;

std::string markdown_of(const Sheet& sheet);

// For the printing program: a line for each block, its kind and its cells with tabulators before them.
std::string lines_of(const Sheet& sheet);

}  // namespace chittycases::report
