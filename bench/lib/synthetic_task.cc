#include <bench/lib/synthetic_task.h>

#include <lingan/model/compute_device.h>

namespace lingan::bench {
namespace {

const RandomStream kWeights{1, Purpose::kInitialize};

}  // namespace

std::shared_ptr<Generator> make_generator(const GeneratorShape& shape) {
  GeneratorOptions options;
  options.vocabulary_size = shape.vocabulary;
  options.embedding_width = shape.embedding;
  options.hidden_width = shape.hidden;
  options.layers = shape.layers;
  options.initial_range = shape.initial_range;
  options.specials = kNoSpecials;
  auto generator = lingan::make_generator(options, kWeights);
  generator->to(compute_device());
  generator->eval();
  return generator;
}

std::shared_ptr<Discriminator> make_discriminator(int64_t vocabulary, int64_t length,
                                                  const std::string& highway) {
  DiscriminatorOptions options;
  options.vocabulary_size = vocabulary;
  options.length = length;
  options.highway = highway;
  options.initial_range = 0;  // wider weights would saturate D's probabilities
  options.specials = kNoSpecials;
  auto discriminator = lingan::make_discriminator(options, kWeights);
  discriminator->to(compute_device());
  discriminator->eval();
  return discriminator;
}

torch::Tensor discriminator_logits(Discriminator& discriminator, const torch::Tensor& tokens) {
  Sentences sentences;
  sentences.tokens = tokens;
  return discriminator.logits(sentences);
}

torch::Tensor feed(Generator& generator, const torch::Tensor& tokens,
                   std::vector<torch::Tensor>& state) {
  return generator.step(torch::embedding(generator.embeddings(), tokens), state);
}

torch::Tensor draw_by_multinomial(const torch::Tensor& logits) {
  return torch::multinomial(torch::exp(torch::log_softmax(logits, 1)), 1).squeeze(1);
}

torch::Tensor draw_by_inverse(const torch::Tensor& logits) {
  const torch::Tensor sums = torch::softmax(logits, 1).cumsum(1);
  const torch::Tensor drawn = torch::searchsorted(sums, torch::rand({logits.size(0), 1}));
  return drawn.squeeze(1).clamp_max(logits.size(1) - 1);
}

}  // namespace lingan::bench
