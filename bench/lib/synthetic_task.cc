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
  options.initial_weights = "torch";  // wider ones would saturate D's probabilities
  options.specials = kNoSpecials;
  auto discriminator = lingan::make_discriminator(options, kWeights);
  discriminator->to(compute_device());
  discriminator->eval();
  return discriminator;
}

}  // namespace lingan::bench
