#include <gtest/gtest.h>

#include <chitty/html.hpp>

namespace chitty {
namespace {

TEST(Html, markup_shows_as_it_is) {
  EXPECT_EQ(escape_html("a <b class=\"x\">&amp;</b> 'c'"),
            "a &lt;b class=&quot;x&quot;&gt;&amp;amp;&lt;/b&gt; &#39;c&#39;");
  EXPECT_EQ(escape_html("Zoë"), "Zoë");
  EXPECT_EQ(escape_html(""), "");
}

}  // namespace
}  // namespace chitty
