/// Runs that can fill holes, for the tests of this room.
#pragma once

#include <string>
#include <vector>

#include <lingan/gan/recipe/incomplete_text.h>
#include <lingan/gan/recipe/source_use.h>
#include <lingan/run/masked_sentences.h>

#include "tests/run/small_run.h"

namespace lingan::testing {

/// Two of twelve letters, and the first of them again.
inline std::vector<std::string> echoes() {
  constexpr std::string_view kLetters = "abcdefghijkl";
  std::vector<std::string> lines;
  for (const char one : kLetters) {
    for (const char two : kLetters) lines.push_back({one, ' ', two, ' ', one});
  }
  return lines;
}

/// A run of echoes, trained to its end.
class EchoRun {
 public:
  /// @param overrides  of a recipe of maximum likelihood.
  explicit EchoRun(const std::vector<std::string>& overrides)
      : data(prepare_text({.corpus = write_lines(folder.path() / "text", echoes()).string(),
                           .tokenizer = "whitespace"})),
        run(trained(overrides)) {}

  const TemporaryFolder folder;
  PreparedData data;
  const RunDirectory run;

 private:
  RunDirectory trained(const std::vector<std::string>& overrides) {
    const Recipe recipe = parse_recipe(R"(
    name = "echo"
    [generator]
    embedding_width = 16
    hidden_width = 48
    [optimizer.likelihood]
    learning_rate = 0.01
    [discriminator]
    kind = "recurrent"
    embedding_width = 16
    [discriminator.recurrent]
    hidden_width = 16
    output_width = 16
    [training]
    pretrain_epochs = 40
    batch_size = 32
    evaluate_samples = 20
    discriminator_samples = 64
    discriminator_epochs = 1
  )",
                                       "echo.toml", overrides);
    if (const auto masking = masking_of(recipe)) {
      const RunSentences masked = masked_sentences({data.train, data.validation, data.test},
                                                   *masking, data.tokenizer->specials(), 3);
      data.train = masked.train;
      data.validation = masked.validation;
      data.sources = masked.sources;
    }
    if (const double share = missing_share(recipe); share > 0) {
      data.train =
          incomplete_sentences({data.train, data.validation}, share, data.tokenizer->specials(), 3)
              .train;
    }
    return trained_run(folder.path(), recipe, data);
  }
};

/// One of each kind, trained once.
inline const EchoRun& masked_echoes() {
  static const EchoRun kRun({"strategy.name=in-filling", "generator.source=encoder",
                             "strategy.in-filling.masks=4", "discriminator.recurrent.judges=tokens",
                             "discriminator.recurrent.reads_holes=true",
                             "training.pretrain_epochs=20", "training.adversarial_rounds=5",
                             "optimizer.generator.learning_rate=1e-4"});
  return kRun;
}
inline const EchoRun& modelled_echoes() {
  static const EchoRun kRun({"training.adversarial_rounds=0"});
  return kRun;
}
inline const EchoRun& coded_echoes() {
  static const EchoRun kRun({"strategy.name=variational", "strategy.variational.encoder_width=32",
                             "generator.latent_width=8", "training.pretrain_epochs=0",
                             "training.adversarial_rounds=500", "training.round=generator",
                             "optimizer.generator.learning_rate=0.01",
                             "optimizer.encoder.learning_rate=0.01", "training.evaluate_every=500",
                             "training.checkpoint_every=500"});
  return kRun;
}
inline const EchoRun& incomplete_echoes() {
  static const EchoRun kRun({"strategy.name=missing-data", "strategy.missing-data.mask_share=0.2",
                             "training.pretrain_epochs=60", "training.adversarial_rounds=5",
                             "optimizer.generator.learning_rate=1e-4"});
  return kRun;
}

}  // namespace lingan::testing
