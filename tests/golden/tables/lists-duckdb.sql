WITH source AS (
  SELECT
    *
  FROM qm.lots
), level_0 AS (
  SELECT
    *,
    CAST("day" AS DATE) < CAST('1900-01-01' AS DATE)
    OR CAST("day" AS DATE) > CAST('2999-12-31' AS DATE) AS "__disposition_0_bad",
    COALESCE(
      LIST_BOOL_OR(
        LIST_TRANSFORM(
          "tests",
          LAMBDA item : (
            (
              (
                item IS NULL
              )
              OR (
                COALESCE(
                  CAST(STRUCT_EXTRACT(item, 'due') AS DATE) < CAST('1900-01-01' AS DATE)
                  OR CAST(STRUCT_EXTRACT(item, 'due') AS DATE) > CAST('2999-12-31' AS DATE),
                  FALSE
                )
              )
            )
            OR (
              COALESCE(NOT STRUCT_EXTRACT(item, 'n') BETWEEN -1000000000000 AND 1000000000000, FALSE)
            )
          )
        )
      ),
      FALSE
    ) AS "__disposition_list_0_bad"
  FROM source
), level_1 AS (
  SELECT
    *,
    CASE
      WHEN "__disposition_0_bad"
      THEN NULL
      ELSE CAST(DATE_DIFF('DAY', CAST('1970-01-01' AS DATE), CAST("day" AS DATE)) AS BIGINT)
    END AS "__disposition_0_value",
    CASE
      WHEN "__disposition_list_0_bad"
      THEN NULL
      ELSE LIST_TRANSFORM(
        "tests",
        LAMBDA item : {'__disposition_list_0_0_value': CAST(DATE_DIFF('DAY', CAST('1970-01-01' AS DATE), CAST(STRUCT_EXTRACT(item, 'due') AS DATE)) AS BIGINT), '__disposition_list_0_1_value': STRUCT_EXTRACT(item, 'ok'), '__disposition_list_0_2_value': CAST(STRUCT_EXTRACT(item, 'n') AS BIGINT)}
      )
    END AS "__disposition_list_0_value"
  FROM level_0
), level_2 AS (
  SELECT
    *,
    CASE
      WHEN "__disposition_0_bad"
      THEN TRUE
      WHEN "__disposition_list_0_bad"
      THEN TRUE
      ELSE FALSE
    END AS "__disposition_unreadable",
    CAST(CASE
      WHEN NOT "__disposition_0_value" IS NULL
      THEN "__disposition_0_value"
      ELSE 0
    END AS BIGINT) + CAST(719163 AS BIGINT) AS "__disposition_level_0",
    (
      (
        NOT "__disposition_list_0_value" IS NULL
      )
      AND (
        COALESCE(
          LIST_EXTRACT(
            LIST_TRANSFORM(
              "__disposition_list_0_value",
              LAMBDA item_1 : (
                (
                  NOT STRUCT_EXTRACT(item_1, '__disposition_list_0_1_value') IS NULL
                )
                AND STRUCT_EXTRACT(item_1, '__disposition_list_0_1_value')
              )
            ),
            -1
          ),
          FALSE
        )
      )
    ) AS "__disposition_level_2",
    COALESCE(
      LIST_BOOL_OR(LIST_TRANSFORM("__disposition_list_0_value", LAMBDA item_1 : TRUE)),
      FALSE
    ) AS "__disposition_level_3"
  FROM level_1
), level_3 AS (
  SELECT
    *,
    (
      (
        NOT "__disposition_list_0_value" IS NULL
      )
      AND (
        COALESCE(
          LIST_BOOL_OR(
            LIST_TRANSFORM(
              "__disposition_list_0_value",
              LAMBDA item_1 : CASE
                WHEN NOT STRUCT_EXTRACT(item_1, '__disposition_list_0_0_value') IS NULL
                THEN CAST(CASE
                  WHEN NOT STRUCT_EXTRACT(item_1, '__disposition_list_0_0_value') IS NULL
                  THEN STRUCT_EXTRACT(item_1, '__disposition_list_0_0_value')
                  ELSE 0
                END AS BIGINT) + CAST(719163 AS BIGINT)
                ELSE 1095362
              END < CASE
                WHEN NOT "__disposition_0_value" IS NULL
                THEN "__disposition_level_0"
                ELSE 693596
              END
            )
          ),
          FALSE
        )
      )
    ) AS "__disposition_level_1"
  FROM level_2
), level_4 AS (
  SELECT
    *,
    (
      (
        (
          CASE
            WHEN (
              (
                NOT "__disposition_list_0_value" IS NULL
              )
              AND (
                NOT (
                  COALESCE(
                    LIST_BOOL_OR(
                      LIST_TRANSFORM(
                        "__disposition_list_0_value",
                        LAMBDA item_1 : NOT (
                          (
                            (
                              NOT (
                                (
                                  STRUCT_EXTRACT(item_1, '__disposition_list_0_1_value') IS NULL
                                )
                                OR STRUCT_EXTRACT(item_1, '__disposition_list_0_1_value')
                              )
                            )
                            OR (
                              NOT (
                                (
                                  (
                                    (
                                      NOT STRUCT_EXTRACT(item_1, '__disposition_list_0_1_value') IS NULL
                                    )
                                    AND STRUCT_EXTRACT(item_1, '__disposition_list_0_1_value')
                                  )
                                  OR (
                                    STRUCT_EXTRACT(item_1, '__disposition_list_0_2_value') IS NULL
                                  )
                                )
                                OR (
                                  STRUCT_EXTRACT(item_1, '__disposition_list_0_2_value') <> 0
                                )
                              )
                            )
                          )
                          OR CASE
                            WHEN (
                              (
                                NOT STRUCT_EXTRACT(item_1, '__disposition_list_0_1_value') IS NULL
                              )
                              AND STRUCT_EXTRACT(item_1, '__disposition_list_0_1_value')
                            )
                            THEN NOT STRUCT_EXTRACT(item_1, '__disposition_list_0_2_value') IS NULL
                            ELSE (
                              (
                                NOT STRUCT_EXTRACT(item_1, '__disposition_list_0_2_value') IS NULL
                              )
                              AND (
                                STRUCT_EXTRACT(item_1, '__disposition_list_0_2_value') = 0
                              )
                            )
                          END
                        )
                      )
                    ),
                    FALSE
                  )
                )
              )
            )
            THEN COALESCE(
              LIST_SUM(
                LIST_TRANSFORM(
                  LIST_FILTER(
                    "__disposition_list_0_value",
                    LAMBDA item_1 : (
                      (
                        NOT STRUCT_EXTRACT(item_1, '__disposition_list_0_1_value') IS NULL
                      )
                      AND STRUCT_EXTRACT(item_1, '__disposition_list_0_1_value')
                    )
                  ),
                  LAMBDA item_1 : CASE
                    WHEN NOT STRUCT_EXTRACT(item_1, '__disposition_list_0_2_value') IS NULL
                    THEN STRUCT_EXTRACT(item_1, '__disposition_list_0_2_value')
                    ELSE 0
                  END
                )
              ),
              0
            )
          END <= 5
        )
        AND (
          NOT CASE
            WHEN (
              "__disposition_level_1"
              OR (
                NOT (
                  (
                    NOT (
                      NOT "__disposition_list_0_value" IS NULL
                    )
                  )
                  OR (
                    COALESCE(
                      LIST_BOOL_OR(
                        LIST_TRANSFORM(
                          "__disposition_list_0_value",
                          LAMBDA item_1 : CASE
                            WHEN NOT "__disposition_0_value" IS NULL
                            THEN "__disposition_level_0"
                            ELSE 1095362
                          END > CASE
                            WHEN NOT STRUCT_EXTRACT(item_1, '__disposition_list_0_0_value') IS NULL
                            THEN CAST(CASE
                              WHEN NOT STRUCT_EXTRACT(item_1, '__disposition_list_0_0_value') IS NULL
                              THEN STRUCT_EXTRACT(item_1, '__disposition_list_0_0_value')
                              ELSE 0
                            END AS BIGINT) + CAST(719163 AS BIGINT)
                            ELSE 693596
                          END
                        )
                      ),
                      FALSE
                    )
                  )
                )
              )
            )
            THEN "__disposition_level_1"
          END
        )
      )
      AND (
        (
          NOT CASE
            WHEN (
              "__disposition_level_2"
              OR (
                NOT (
                  (
                    NOT (
                      NOT "__disposition_list_0_value" IS NULL
                    )
                  )
                  OR (
                    COALESCE(
                      LIST_EXTRACT(
                        LIST_TRANSFORM(
                          "__disposition_list_0_value",
                          LAMBDA item_1 : (
                            (
                              STRUCT_EXTRACT(item_1, '__disposition_list_0_1_value') IS NULL
                            )
                            OR STRUCT_EXTRACT(item_1, '__disposition_list_0_1_value')
                          )
                        ),
                        -1
                      ),
                      TRUE
                    )
                  )
                )
              )
            )
            THEN "__disposition_level_2"
          END
        )
        AND (
          CASE
            WHEN (
              (
                (
                  NOT "__disposition_list_0_value" IS NULL
                ) AND "__disposition_level_3"
              )
              AND (
                (
                  COALESCE(
                    LIST_BOOL_OR(
                      LIST_TRANSFORM(
                        "__disposition_list_0_value",
                        LAMBDA item_1 : NOT STRUCT_EXTRACT(item_1, '__disposition_list_0_2_value') IS NULL
                      )
                    ),
                    FALSE
                  )
                )
                AND (
                  NOT (
                    COALESCE(
                      LIST_BOOL_OR(
                        LIST_TRANSFORM(
                          "__disposition_list_0_value",
                          LAMBDA item_1 : STRUCT_EXTRACT(item_1, '__disposition_list_0_2_value') IS NULL
                        )
                      ),
                      FALSE
                    )
                  )
                )
              )
            )
            THEN CASE
              WHEN "__disposition_level_3"
              THEN COALESCE(
                LIST_MAX(
                  LIST_TRANSFORM(
                    LIST_FILTER(
                      "__disposition_list_0_value",
                      LAMBDA item_1 : NOT STRUCT_EXTRACT(item_1, '__disposition_list_0_2_value') IS NULL
                    ),
                    LAMBDA item_1 : STRUCT_EXTRACT(item_1, '__disposition_list_0_2_value')
                  )
                ),
                0
              )
              ELSE 0
            END
          END <= 7
        )
      )
    ) AS "__disposition_level_4"
  FROM level_3
), level_5 AS (
  SELECT
    *,
    CASE
      WHEN "__disposition_unreadable"
      THEN 0
      WHEN "__disposition_level_4" IS NULL
      THEN 1
      WHEN "__disposition_level_4"
      THEN 2
      ELSE 3
    END AS "__disposition_ending"
  FROM level_4
)
SELECT
  "tests",
  "day",
  CASE
    WHEN "__disposition_ending" IN (0)
    THEN CAST(NULL AS TEXT)
    WHEN "__disposition_ending" IN (2)
    THEN 'ship'
    ELSE 'hold'
  END AS "decision_outcome",
  CASE
    WHEN "__disposition_unreadable"
    THEN LIST_FILTER(
      [
        CASE WHEN "__disposition_0_bad" THEN 'day' END,
        CASE WHEN "__disposition_list_0_bad" THEN 'tests' END
      ],
      LAMBDA text : NOT text IS NULL
    )
    ELSE LIST_FILTER([CAST(NULL AS TEXT)], LAMBDA text : NOT text IS NULL)
  END AS "decision_unreadable"
FROM level_5
