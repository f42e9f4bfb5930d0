/// `lingan corpus`: sentences of a grammar, and a look at corpora.
#include "tools/corpus.h"

#include "tools/command.h"

namespace lingan::tools {

void add_corpus_command(CLI::App& program) {
  auto* group =
      program.add_subcommand("corpus", "Draw sentences from a grammar; look at and split corpora");
  group->require_subcommand(1);
  group->footer(
      "Examples:\n"
      "  lingan corpus generate corpora/english.grammar -n 3000 > sentences.txt\n"
      "  lingan corpus stats sentences.txt\n"
      "  lingan corpus split sentences.txt --out-train train.txt --out-valid valid.txt\n"
      "  lingan corpus score corpora/english.grammar samples.txt");
  add_corpus_generate(*group);
  add_corpus_stats(*group);
  add_corpus_split(*group);
  add_corpus_score(*group);
}

}  // namespace lingan::tools
