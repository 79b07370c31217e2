WITH list_1_read AS (
  SELECT
    *,
    NULLIF(TRIM(CAST("lot" AS VARCHAR)), '') AS "__disposition_list_1_value_key_0",
    FALSE AS "__disposition_list_1_0_bad",
    NOT "n" BETWEEN -1000000000000 AND 1000000000000 AS "__disposition_list_1_1_bad"
  FROM tests
  WHERE
    (
      NOT (
        NULLIF(TRIM(CAST("lot" AS VARCHAR)), '')
      ) IS NULL
    )
), list_1_gathered AS (
  SELECT
    "__disposition_list_1_value_key_0",
    ARRAY_AGG(
      OBJECT_CONSTRUCT(
        '__disposition_list_1_0_value',
        "ok",
        '__disposition_list_1_1_value',
        CASE WHEN "__disposition_list_1_1_bad" THEN NULL ELSE CAST("n" AS BIGINT) END
      )
    ) AS "__disposition_list_1_value_given",
    MAX(
      CASE
        WHEN (
          (
            COALESCE("__disposition_list_1_0_bad", FALSE)
          )
          OR (
            COALESCE("__disposition_list_1_1_bad", FALSE)
          )
        )
        THEN 1
        ELSE 0
      END
    ) AS "__disposition_list_1_bad"
  FROM list_1_read
  GROUP BY
    "__disposition_list_1_value_key_0"
), source AS (
  SELECT
    *
  FROM qm.lots
), list_1_keyed AS (
  SELECT
    *,
    NULLIF(TRIM(CAST("no" AS VARCHAR)), '') AS "__disposition_list_1_value_key_0",
    COUNT(*) OVER (PARTITION BY NULLIF(TRIM(CAST("no" AS VARCHAR)), '')) AS "__disposition_list_1_value_lots"
  FROM source
), list_1_joined AS (
  SELECT
    __disposition_lots.*,
    __disposition_lines."__disposition_list_1_value_given",
    __disposition_lines."__disposition_list_1_bad" AS "__disposition_list_1_bad_lines"
  FROM list_1_keyed AS __disposition_lots
  LEFT JOIN list_1_gathered AS __disposition_lines
    ON (
      __disposition_lots."__disposition_list_1_value_key_0" = __disposition_lines."__disposition_list_1_value_key_0"
    )
), level_0 AS (
  SELECT
    *,
    (
      (
        COALESCE("__disposition_list_1_bad_lines", 0) = 1
      )
      OR (
        (
          NOT "__disposition_list_1_value_key_0" IS NULL
        )
        AND (
          "__disposition_list_1_value_lots" > 1
        )
      )
    ) AS "__disposition_list_1_bad"
  FROM list_1_joined
), level_1 AS (
  SELECT
    *,
    CASE
      WHEN NOT "crit" BETWEEN 0 AND 1000000000000
      THEN NULL
      ELSE CAST("crit" AS BIGINT)
    END AS "__disposition_count_0_value",
    CASE
      WHEN NOT "maj" BETWEEN 0 AND 1000000000000
      THEN NULL
      ELSE CAST("maj" AS BIGINT)
    END AS "__disposition_count_1_value",
    CASE
      WHEN "__disposition_list_1_bad"
      THEN NULL
      ELSE CASE
        WHEN NOT "__disposition_list_1_value_given" IS NULL
        THEN "__disposition_list_1_value_given"
        WHEN (
          NOT "__disposition_list_1_value_key_0" IS NULL
        )
        THEN []
      END
    END AS "__disposition_list_1_value"
  FROM level_0
), level_2 AS (
  SELECT
    *,
    CASE
      WHEN (
        (
          "__disposition_count_0_value" IS NULL
        )
        OR (
          "__disposition_count_1_value" IS NULL
        )
      )
      THEN NULL
      ELSE FILTER(
        [
          OBJECT_CONSTRUCT(
            '__disposition_list_0_0_value',
            CAST('critical' AS VARCHAR),
            '__disposition_list_0_1_value',
            CAST(TRUE AS BOOLEAN),
            '__disposition_list_0_2_value',
            CAST("__disposition_count_0_value" AS BIGINT)
          ),
          OBJECT_CONSTRUCT(
            '__disposition_list_0_0_value',
            CAST('major' AS VARCHAR),
            '__disposition_list_0_1_value',
            CAST(NULL AS BOOLEAN),
            '__disposition_list_0_2_value',
            CAST("__disposition_count_1_value" AS BIGINT)
          )
        ],
        item -> CAST(GET(item, '__disposition_list_0_2_value') AS BIGINT) > 0
      )
    END AS "__disposition_list_0_value"
  FROM level_1
), level_3 AS (
  SELECT
    *,
    CASE
      WHEN NOT "crit" BETWEEN 0 AND 1000000000000
      THEN TRUE
      WHEN NOT "maj" BETWEEN 0 AND 1000000000000
      THEN TRUE
      WHEN "__disposition_list_1_bad"
      THEN TRUE
      ELSE FALSE
    END AS "__disposition_unreadable",
    (
      (
        CASE
          WHEN (
            (
              NOT "__disposition_list_1_value" IS NULL
            )
            AND (
              NOT (
                COALESCE(
                  ARRAY_SIZE(
                    FILTER(
                      "__disposition_list_1_value",
                      item_1 -> NOT (
                        (
                          (
                            NOT (
                              (
                                CAST(GET(item_1, '__disposition_list_1_0_value') AS BOOLEAN) IS NULL
                              )
                              OR CAST(GET(item_1, '__disposition_list_1_0_value') AS BOOLEAN)
                            )
                          )
                          OR (
                            NOT (
                              (
                                (
                                  (
                                    NOT CAST(GET(item_1, '__disposition_list_1_0_value') AS BOOLEAN) IS NULL
                                  )
                                  AND CAST(GET(item_1, '__disposition_list_1_0_value') AS BOOLEAN)
                                )
                                OR (
                                  CAST(GET(item_1, '__disposition_list_1_1_value') AS BIGINT) IS NULL
                                )
                              )
                              OR (
                                CAST(GET(item_1, '__disposition_list_1_1_value') AS BIGINT) <> 0
                              )
                            )
                          )
                        )
                        OR CASE
                          WHEN (
                            (
                              NOT CAST(GET(item_1, '__disposition_list_1_0_value') AS BOOLEAN) IS NULL
                            )
                            AND CAST(GET(item_1, '__disposition_list_1_0_value') AS BOOLEAN)
                          )
                          THEN NOT CAST(GET(item_1, '__disposition_list_1_1_value') AS BIGINT) IS NULL
                          ELSE (
                            (
                              NOT CAST(GET(item_1, '__disposition_list_1_1_value') AS BIGINT) IS NULL
                            )
                            AND (
                              CAST(GET(item_1, '__disposition_list_1_1_value') AS BIGINT) = 0
                            )
                          )
                        END
                      )
                    )
                  ) > 0,
                  FALSE
                )
              )
            )
          )
          THEN COALESCE(
            REDUCE(
              FILTER(
                "__disposition_list_1_value",
                item_1 -> (
                  (
                    NOT CAST(GET(item_1, '__disposition_list_1_0_value') AS BOOLEAN) IS NULL
                  )
                  AND CAST(GET(item_1, '__disposition_list_1_0_value') AS BOOLEAN)
                )
              ),
              0,
              (total, item_1) -> total + CASE
                WHEN NOT CAST(GET(item_1, '__disposition_list_1_1_value') AS BIGINT) IS NULL
                THEN CAST(GET(item_1, '__disposition_list_1_1_value') AS BIGINT)
                ELSE 0
              END
            ),
            0
          )
        END <= 5
      )
      AND (
        CASE
          WHEN (
            (
              NOT "__disposition_list_0_value" IS NULL
            )
            AND (
              NOT (
                COALESCE(
                  ARRAY_SIZE(
                    FILTER(
                      "__disposition_list_0_value",
                      item_1 -> NOT (
                        (
                          (
                            NOT (
                              (
                                CAST(GET(item_1, '__disposition_list_0_0_value') AS VARCHAR) IS NULL
                              )
                              OR (
                                CAST(GET(item_1, '__disposition_list_0_0_value') AS VARCHAR) = 'critical'
                              )
                            )
                          )
                          OR (
                            NOT (
                              (
                                (
                                  (
                                    NOT CAST(GET(item_1, '__disposition_list_0_0_value') AS VARCHAR) IS NULL
                                  )
                                  AND (
                                    CAST(GET(item_1, '__disposition_list_0_0_value') AS VARCHAR) = 'critical'
                                  )
                                )
                                OR (
                                  CAST(GET(item_1, '__disposition_list_0_2_value') AS BIGINT) IS NULL
                                )
                              )
                              OR (
                                CAST(GET(item_1, '__disposition_list_0_2_value') AS BIGINT) <> 0
                              )
                            )
                          )
                        )
                        OR CASE
                          WHEN (
                            (
                              NOT CAST(GET(item_1, '__disposition_list_0_0_value') AS VARCHAR) IS NULL
                            )
                            AND (
                              CAST(GET(item_1, '__disposition_list_0_0_value') AS VARCHAR) = 'critical'
                            )
                          )
                          THEN NOT CAST(GET(item_1, '__disposition_list_0_2_value') AS BIGINT) IS NULL
                          ELSE (
                            (
                              NOT CAST(GET(item_1, '__disposition_list_0_2_value') AS BIGINT) IS NULL
                            )
                            AND (
                              CAST(GET(item_1, '__disposition_list_0_2_value') AS BIGINT) = 0
                            )
                          )
                        END
                      )
                    )
                  ) > 0,
                  FALSE
                )
              )
            )
          )
          THEN COALESCE(
            REDUCE(
              FILTER(
                "__disposition_list_0_value",
                item_1 -> (
                  (
                    NOT CAST(GET(item_1, '__disposition_list_0_0_value') AS VARCHAR) IS NULL
                  )
                  AND (
                    CAST(GET(item_1, '__disposition_list_0_0_value') AS VARCHAR) = 'critical'
                  )
                )
              ),
              0,
              (total, item_1) -> total + CASE
                WHEN NOT CAST(GET(item_1, '__disposition_list_0_2_value') AS BIGINT) IS NULL
                THEN CAST(GET(item_1, '__disposition_list_0_2_value') AS BIGINT)
                ELSE 0
              END
            ),
            0
          )
        END = 0
      )
    ) AS "__disposition_level_0"
  FROM level_2
), level_4 AS (
  SELECT
    *,
    CASE
      WHEN "__disposition_unreadable"
      THEN 0
      WHEN "__disposition_level_0" IS NULL
      THEN 1
      WHEN "__disposition_level_0"
      THEN 2
      ELSE 3
    END AS "__disposition_ending"
  FROM level_3
)
SELECT
  "no",
  "crit",
  "maj",
  CASE
    WHEN "__disposition_ending" IN (0)
    THEN CAST(NULL AS VARCHAR)
    WHEN "__disposition_ending" IN (2)
    THEN 'ship'
    ELSE 'hold'
  END AS "decision_outcome",
  CASE
    WHEN "__disposition_unreadable"
    THEN ARRAY_CONSTRUCT_COMPACT(
      CASE WHEN NOT "crit" BETWEEN 0 AND 1000000000000 THEN 'crit' END,
      CASE WHEN NOT "maj" BETWEEN 0 AND 1000000000000 THEN 'maj' END,
      CASE WHEN "__disposition_list_1_bad" THEN 'tests' END
    )
    ELSE ARRAY_CONSTRUCT_COMPACT()
  END AS "decision_unreadable"
FROM level_4
