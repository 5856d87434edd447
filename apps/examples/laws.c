/* The laws of a linear network, and whether there are others. */
#include <abide/abide.h>
#include <stdio.h>

/* A call that fails gives NULL, and the next one answers that. */
int main(void) {
  abide_model* model = NULL;
  abide_result* result = NULL;
  abide_laws* laws = NULL;
  abide_model_from_specification("linear:3,2,3", NULL, &model, NULL);
  abide_certify(model, NULL, NULL, &result, NULL);
  abide_laws_create(result, "all", &laws, NULL);
  while (abide_laws_next(laws, NULL) == ABIDE_OK) puts(abide_laws_expression(laws));
  puts(abide_result_is_complete(result) ? "complete" : "open");
  abide_laws_free(laws);
  abide_result_free(result);
  abide_model_free(model);
}
