#include <lingan/grammar/grammar_lexer.h>

#include <gtest/gtest.h>

#include <lingan/base/error.h>

namespace lingan {

using Kind = GrammarToken::Kind;

static bool operator==(const GrammarToken& one, const GrammarToken& other) {
  return one.kind == other.kind && one.text == other.text && one.place.line == other.place.line &&
         one.place.column == other.place.column;
}

static void PrintTo(const GrammarToken& token, std::ostream* out) {
  *out << static_cast<int>(token.kind) << " '" << token.text << "' " << token.place.line << ":"
       << token.place.column;
}

namespace {

using Tokens = std::vector<GrammarToken>;

Tokens lex(std::string_view line) { return lex_grammar_line(line, 7, "g"); }

std::string refusal(std::string_view line) {
  try {
    lex(line);
    return "accepted";
  } catch (const InputError& error) {
    return error.what();
  }
}

TEST(GrammarLexer, SplitsALineIntoItsTokens) {
  EXPECT_EQ(lex("Noun -> cat [2.5]|Dog"), (Tokens{{Kind::kNonterminal, "Noun", {7, 1}},
                                                  {Kind::kArrow, "->", {7, 6}},
                                                  {Kind::kTerminal, "cat", {7, 9}},
                                                  {Kind::kWeight, "2.5", {7, 13}},
                                                  {Kind::kBar, "|", {7, 18}},
                                                  {Kind::kNonterminal, "Dog", {7, 19}}}));
}

TEST(GrammarLexer, TakesQuotedTextAsATerminalWhateverItIs) {
  EXPECT_EQ(lex("\"->\" \"Cat\" \"\" \"#[|\""), (Tokens{{Kind::kTerminal, "->", {7, 1}},
                                                        {Kind::kTerminal, "Cat", {7, 6}},
                                                        {Kind::kTerminal, "", {7, 12}},
                                                        {Kind::kTerminal, "#[|", {7, 15}}}));
}

TEST(GrammarLexer, ReadsDirectivesWhoseValueMayBeASpace) {
  EXPECT_EQ(lex("%join \" \""),
            (Tokens{{Kind::kDirective, "join", {7, 1}}, {Kind::kTerminal, " ", {7, 7}}}));
  EXPECT_EQ(lex("%"), (Tokens{{Kind::kTerminal, "%", {7, 1}}}));
}

TEST(GrammarLexer, DropsCommentsAndBlanks) {
  EXPECT_TRUE(lex("  # all of it").empty());
  EXPECT_TRUE(lex("").empty());
  EXPECT_TRUE(lex(" \t\r").empty());
  EXPECT_EQ(lex("\ta#b"), (Tokens{{Kind::kTerminal, "a", {7, 2}}}));
}

TEST(GrammarLexer, CountsColumnsInBytes) {
  EXPECT_EQ(lex("\u732B a"),
            (Tokens{{Kind::kTerminal, "\u732B", {7, 1}}, {Kind::kTerminal, "a", {7, 5}}}));
}

TEST(GrammarLexer, TrimsAWeight) {
  EXPECT_EQ(lex("[ 3\t]"), (Tokens{{Kind::kWeight, "3", {7, 1}}}));
}

TEST(GrammarLexer, NamesThePlaceOfWhatIsNotClosedOrTooLong) {
  EXPECT_TRUE(refusal("a [2").starts_with("g:7:3: '[' without ']'"));
  EXPECT_TRUE(refusal("a ]").starts_with("g:7:3: ']' without '['"));
  EXPECT_TRUE(refusal("a \"b").starts_with("g:7:3: the quote is not closed"));
  EXPECT_TRUE(refusal("\"a b\"").starts_with("g:7:1: a terminal holds no white space"));
  EXPECT_EQ(lex(std::string(256, 'a')).size(), 1U);
  EXPECT_TRUE(refusal("x " + std::string(257, 'a')).starts_with("g:7:3: a word of 257 bytes"));
}

TEST(FailGrammar, SaysWhere) {
  try {
    fail_grammar("file", {3, 4}, "no good");
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(), "file:3:4: no good");
  }
}

}  // namespace
}  // namespace lingan
