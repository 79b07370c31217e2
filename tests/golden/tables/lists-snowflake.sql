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
      ARRAY_SIZE(
        FILTER(
          CASE
            WHEN "tests" IS NULL
            THEN NULL
            WHEN TYPEOF(CAST("tests" AS VARIANT)) = 'NULL_VALUE'
            THEN NULL
            WHEN TYPEOF(CAST("tests" AS VARIANT)) = 'ARRAY'
            THEN CAST("tests" AS ARRAY)
            ELSE ARRAY_CONSTRUCT(0)
          END,
          item -> (
            (
              CASE
                WHEN TYPEOF(item) <> 'OBJECT'
                THEN TRUE
                ELSE ARRAY_SIZE(ARRAY_EXCEPT(OBJECT_KEYS(item), ARRAY_CONSTRUCT('due', 'n', 'ok'))) > 0
              END
              OR (
                COALESCE(
                  CASE
                    WHEN CAST(GET(item, 'due') AS VARCHAR) IS NULL
                    THEN FALSE
                    WHEN TRIM(CAST(GET(item, 'due') AS VARCHAR)) IN ('')
                    THEN FALSE
                    WHEN CASE
                      WHEN NOT (
                        REGEXP_LIKE(TRIM(CAST(GET(item, 'due') AS VARCHAR)), '^[0-9]{4}-[0-9]{2}-[0-9]{2}$')
                      )
                      THEN NULL
                      WHEN SUBSTRING(TRIM(CAST(GET(item, 'due') AS VARCHAR)), 1, 4) = '0000'
                      THEN NULL
                      WHEN SUBSTRING(TRIM(CAST(GET(item, 'due') AS VARCHAR)), 6, 2) < '01'
                      OR SUBSTRING(TRIM(CAST(GET(item, 'due') AS VARCHAR)), 6, 2) > '12'
                      THEN NULL
                      WHEN SUBSTRING(TRIM(CAST(GET(item, 'due') AS VARCHAR)), 9, 2) < '01'
                      OR SUBSTRING(TRIM(CAST(GET(item, 'due') AS VARCHAR)), 9, 2) > CASE
                        WHEN SUBSTRING(TRIM(CAST(GET(item, 'due') AS VARCHAR)), 6, 2) IN ('04', '06', '09', '11')
                        THEN '30'
                        WHEN SUBSTRING(TRIM(CAST(GET(item, 'due') AS VARCHAR)), 6, 2) <> '02'
                        THEN '31'
                        WHEN CAST(SUBSTRING(TRIM(CAST(GET(item, 'due') AS VARCHAR)), 1, 4) AS INT) % 4 = 0
                        AND (
                          NOT CAST(SUBSTRING(TRIM(CAST(GET(item, 'due') AS VARCHAR)), 1, 4) AS INT) % 100 = 0
                          OR CAST(SUBSTRING(TRIM(CAST(GET(item, 'due') AS VARCHAR)), 1, 4) AS INT) % 400 = 0
                        )
                        THEN '29'
                        ELSE '28'
                      END
                      THEN NULL
                      ELSE CAST(CONCAT(
                        SUBSTRING(TRIM(CAST(GET(item, 'due') AS VARCHAR)), 1, 4),
                        '-',
                        SUBSTRING(TRIM(CAST(GET(item, 'due') AS VARCHAR)), 6, 2),
                        '-',
                        SUBSTRING(TRIM(CAST(GET(item, 'due') AS VARCHAR)), 9, 2)
                      ) AS DATE)
                    END IS NULL
                    THEN TRUE
                    ELSE CASE
                      WHEN NOT (
                        REGEXP_LIKE(TRIM(CAST(GET(item, 'due') AS VARCHAR)), '^[0-9]{4}-[0-9]{2}-[0-9]{2}$')
                      )
                      THEN NULL
                      WHEN SUBSTRING(TRIM(CAST(GET(item, 'due') AS VARCHAR)), 1, 4) = '0000'
                      THEN NULL
                      WHEN SUBSTRING(TRIM(CAST(GET(item, 'due') AS VARCHAR)), 6, 2) < '01'
                      OR SUBSTRING(TRIM(CAST(GET(item, 'due') AS VARCHAR)), 6, 2) > '12'
                      THEN NULL
                      WHEN SUBSTRING(TRIM(CAST(GET(item, 'due') AS VARCHAR)), 9, 2) < '01'
                      OR SUBSTRING(TRIM(CAST(GET(item, 'due') AS VARCHAR)), 9, 2) > CASE
                        WHEN SUBSTRING(TRIM(CAST(GET(item, 'due') AS VARCHAR)), 6, 2) IN ('04', '06', '09', '11')
                        THEN '30'
                        WHEN SUBSTRING(TRIM(CAST(GET(item, 'due') AS VARCHAR)), 6, 2) <> '02'
                        THEN '31'
                        WHEN CAST(SUBSTRING(TRIM(CAST(GET(item, 'due') AS VARCHAR)), 1, 4) AS INT) % 4 = 0
                        AND (
                          NOT CAST(SUBSTRING(TRIM(CAST(GET(item, 'due') AS VARCHAR)), 1, 4) AS INT) % 100 = 0
                          OR CAST(SUBSTRING(TRIM(CAST(GET(item, 'due') AS VARCHAR)), 1, 4) AS INT) % 400 = 0
                        )
                        THEN '29'
                        ELSE '28'
                      END
                      THEN NULL
                      ELSE CAST(CONCAT(
                        SUBSTRING(TRIM(CAST(GET(item, 'due') AS VARCHAR)), 1, 4),
                        '-',
                        SUBSTRING(TRIM(CAST(GET(item, 'due') AS VARCHAR)), 6, 2),
                        '-',
                        SUBSTRING(TRIM(CAST(GET(item, 'due') AS VARCHAR)), 9, 2)
                      ) AS DATE)
                    END < CAST('1900-01-01' AS DATE)
                    OR CASE
                      WHEN NOT (
                        REGEXP_LIKE(TRIM(CAST(GET(item, 'due') AS VARCHAR)), '^[0-9]{4}-[0-9]{2}-[0-9]{2}$')
                      )
                      THEN NULL
                      WHEN SUBSTRING(TRIM(CAST(GET(item, 'due') AS VARCHAR)), 1, 4) = '0000'
                      THEN NULL
                      WHEN SUBSTRING(TRIM(CAST(GET(item, 'due') AS VARCHAR)), 6, 2) < '01'
                      OR SUBSTRING(TRIM(CAST(GET(item, 'due') AS VARCHAR)), 6, 2) > '12'
                      THEN NULL
                      WHEN SUBSTRING(TRIM(CAST(GET(item, 'due') AS VARCHAR)), 9, 2) < '01'
                      OR SUBSTRING(TRIM(CAST(GET(item, 'due') AS VARCHAR)), 9, 2) > CASE
                        WHEN SUBSTRING(TRIM(CAST(GET(item, 'due') AS VARCHAR)), 6, 2) IN ('04', '06', '09', '11')
                        THEN '30'
                        WHEN SUBSTRING(TRIM(CAST(GET(item, 'due') AS VARCHAR)), 6, 2) <> '02'
                        THEN '31'
                        WHEN CAST(SUBSTRING(TRIM(CAST(GET(item, 'due') AS VARCHAR)), 1, 4) AS INT) % 4 = 0
                        AND (
                          NOT CAST(SUBSTRING(TRIM(CAST(GET(item, 'due') AS VARCHAR)), 1, 4) AS INT) % 100 = 0
                          OR CAST(SUBSTRING(TRIM(CAST(GET(item, 'due') AS VARCHAR)), 1, 4) AS INT) % 400 = 0
                        )
                        THEN '29'
                        ELSE '28'
                      END
                      THEN NULL
                      ELSE CAST(CONCAT(
                        SUBSTRING(TRIM(CAST(GET(item, 'due') AS VARCHAR)), 1, 4),
                        '-',
                        SUBSTRING(TRIM(CAST(GET(item, 'due') AS VARCHAR)), 6, 2),
                        '-',
                        SUBSTRING(TRIM(CAST(GET(item, 'due') AS VARCHAR)), 9, 2)
                      ) AS DATE)
                    END > CAST('2999-12-31' AS DATE)
                  END,
                  FALSE
                )
              )
            )
            OR (
              (
                COALESCE(
                  NOT LOWER(TRIM(CAST(GET(item, 'ok') AS VARCHAR))) IN ('true', 'yes', 'y', '1', 'x', 'false', 'no', 'n', '0', ''),
                  FALSE
                )
              )
              OR (
                COALESCE(
                  CASE
                    WHEN CAST(GET(item, 'n') AS VARCHAR) IS NULL
                    THEN FALSE
                    WHEN TRIM(CAST(GET(item, 'n') AS VARCHAR)) IN ('')
                    THEN FALSE
                    WHEN NOT REGEXP_LIKE(TRIM(CAST(GET(item, 'n') AS VARCHAR)), '^[+-]?[0-9]{1,20}([.]0+)?$')
                    THEN TRUE
                    ELSE NOT CAST(TRIM(CAST(GET(item, 'n') AS VARCHAR)) AS DECIMAL(38, 0)) BETWEEN -1000000000000 AND 1000000000000
                  END,
                  FALSE
                )
              )
            )
          )
        )
      ) > 0,
      FALSE
    ) AS "__disposition_list_0_bad"
  FROM source
), level_1 AS (
  SELECT
    *,
    CASE
      WHEN "__disposition_0_bad"
      THEN NULL
      ELSE CAST(DATEDIFF(DAY, CAST('1970-01-01' AS DATE), CAST("day" AS DATE)) AS BIGINT)
    END AS "__disposition_0_value",
    CASE
      WHEN "__disposition_list_0_bad"
      THEN NULL
      ELSE TRANSFORM(
        CASE
          WHEN "tests" IS NULL
          THEN NULL
          WHEN TYPEOF(CAST("tests" AS VARIANT)) = 'NULL_VALUE'
          THEN NULL
          WHEN TYPEOF(CAST("tests" AS VARIANT)) = 'ARRAY'
          THEN CAST("tests" AS ARRAY)
          ELSE ARRAY_CONSTRUCT(0)
        END,
        item -> OBJECT_CONSTRUCT(
          '__disposition_list_0_0_value',
          CAST(DATEDIFF(
            DAY,
            CAST('1970-01-01' AS DATE),
            CASE
              WHEN NOT (
                REGEXP_LIKE(TRIM(CAST(GET(item, 'due') AS VARCHAR)), '^[0-9]{4}-[0-9]{2}-[0-9]{2}$')
              )
              THEN NULL
              WHEN SUBSTRING(TRIM(CAST(GET(item, 'due') AS VARCHAR)), 1, 4) = '0000'
              THEN NULL
              WHEN SUBSTRING(TRIM(CAST(GET(item, 'due') AS VARCHAR)), 6, 2) < '01'
              OR SUBSTRING(TRIM(CAST(GET(item, 'due') AS VARCHAR)), 6, 2) > '12'
              THEN NULL
              WHEN SUBSTRING(TRIM(CAST(GET(item, 'due') AS VARCHAR)), 9, 2) < '01'
              OR SUBSTRING(TRIM(CAST(GET(item, 'due') AS VARCHAR)), 9, 2) > CASE
                WHEN SUBSTRING(TRIM(CAST(GET(item, 'due') AS VARCHAR)), 6, 2) IN ('04', '06', '09', '11')
                THEN '30'
                WHEN SUBSTRING(TRIM(CAST(GET(item, 'due') AS VARCHAR)), 6, 2) <> '02'
                THEN '31'
                WHEN CAST(SUBSTRING(TRIM(CAST(GET(item, 'due') AS VARCHAR)), 1, 4) AS INT) % 4 = 0
                AND (
                  NOT CAST(SUBSTRING(TRIM(CAST(GET(item, 'due') AS VARCHAR)), 1, 4) AS INT) % 100 = 0
                  OR CAST(SUBSTRING(TRIM(CAST(GET(item, 'due') AS VARCHAR)), 1, 4) AS INT) % 400 = 0
                )
                THEN '29'
                ELSE '28'
              END
              THEN NULL
              ELSE CAST(CONCAT(
                SUBSTRING(TRIM(CAST(GET(item, 'due') AS VARCHAR)), 1, 4),
                '-',
                SUBSTRING(TRIM(CAST(GET(item, 'due') AS VARCHAR)), 6, 2),
                '-',
                SUBSTRING(TRIM(CAST(GET(item, 'due') AS VARCHAR)), 9, 2)
              ) AS DATE)
            END
          ) AS BIGINT),
          '__disposition_list_0_1_value',
          CASE
            WHEN LOWER(TRIM(CAST(GET(item, 'ok') AS VARCHAR))) IN ('true', 'yes', 'y', '1', 'x')
            THEN TRUE
            WHEN LOWER(TRIM(CAST(GET(item, 'ok') AS VARCHAR))) IN ('false', 'no', 'n', '0')
            THEN FALSE
          END,
          '__disposition_list_0_2_value',
          CASE
            WHEN NOT (
              TRIM(CAST(GET(item, 'n') AS VARCHAR)) IN ('')
            )
            THEN CAST(CAST(TRIM(CAST(GET(item, 'n') AS VARCHAR)) AS DECIMAL(38, 0)) AS BIGINT)
          END
        )
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
          GET(
            TRANSFORM(
              "__disposition_list_0_value",
              item_1 -> (
                (
                  NOT CAST(GET(item_1, '__disposition_list_0_1_value') AS BOOLEAN) IS NULL
                )
                AND CAST(GET(item_1, '__disposition_list_0_1_value') AS BOOLEAN)
              )
            ),
            ARRAY_SIZE(
              TRANSFORM(
                "__disposition_list_0_value",
                item_1 -> (
                  (
                    NOT CAST(GET(item_1, '__disposition_list_0_1_value') AS BOOLEAN) IS NULL
                  )
                  AND CAST(GET(item_1, '__disposition_list_0_1_value') AS BOOLEAN)
                )
              )
            ) - 1
          ),
          FALSE
        )
      )
    ) AS "__disposition_level_2",
    COALESCE(ARRAY_SIZE(FILTER("__disposition_list_0_value", item_1 -> TRUE)) > 0, FALSE) AS "__disposition_level_3"
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
          ARRAY_SIZE(
            FILTER(
              "__disposition_list_0_value",
              item_1 -> CASE
                WHEN NOT CAST(GET(item_1, '__disposition_list_0_0_value') AS BIGINT) IS NULL
                THEN CAST(CASE
                  WHEN NOT CAST(GET(item_1, '__disposition_list_0_0_value') AS BIGINT) IS NULL
                  THEN CAST(GET(item_1, '__disposition_list_0_0_value') AS BIGINT)
                  ELSE 0
                END AS BIGINT) + CAST(719163 AS BIGINT)
                ELSE 1095362
              END < CASE
                WHEN NOT "__disposition_0_value" IS NULL
                THEN "__disposition_level_0"
                ELSE 693596
              END
            )
          ) > 0,
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
                    ARRAY_SIZE(
                      FILTER(
                        "__disposition_list_0_value",
                        item_1 -> NOT (
                          (
                            (
                              NOT (
                                (
                                  CAST(GET(item_1, '__disposition_list_0_1_value') AS BOOLEAN) IS NULL
                                )
                                OR CAST(GET(item_1, '__disposition_list_0_1_value') AS BOOLEAN)
                              )
                            )
                            OR (
                              NOT (
                                (
                                  (
                                    (
                                      NOT CAST(GET(item_1, '__disposition_list_0_1_value') AS BOOLEAN) IS NULL
                                    )
                                    AND CAST(GET(item_1, '__disposition_list_0_1_value') AS BOOLEAN)
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
                                NOT CAST(GET(item_1, '__disposition_list_0_1_value') AS BOOLEAN) IS NULL
                              )
                              AND CAST(GET(item_1, '__disposition_list_0_1_value') AS BOOLEAN)
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
                      NOT CAST(GET(item_1, '__disposition_list_0_1_value') AS BOOLEAN) IS NULL
                    )
                    AND CAST(GET(item_1, '__disposition_list_0_1_value') AS BOOLEAN)
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
                      ARRAY_SIZE(
                        FILTER(
                          "__disposition_list_0_value",
                          item_1 -> CASE
                            WHEN NOT "__disposition_0_value" IS NULL
                            THEN "__disposition_level_0"
                            ELSE 1095362
                          END > CASE
                            WHEN NOT CAST(GET(item_1, '__disposition_list_0_0_value') AS BIGINT) IS NULL
                            THEN CAST(CASE
                              WHEN NOT CAST(GET(item_1, '__disposition_list_0_0_value') AS BIGINT) IS NULL
                              THEN CAST(GET(item_1, '__disposition_list_0_0_value') AS BIGINT)
                              ELSE 0
                            END AS BIGINT) + CAST(719163 AS BIGINT)
                            ELSE 693596
                          END
                        )
                      ) > 0,
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
                      GET(
                        TRANSFORM(
                          "__disposition_list_0_value",
                          item_1 -> (
                            (
                              CAST(GET(item_1, '__disposition_list_0_1_value') AS BOOLEAN) IS NULL
                            )
                            OR CAST(GET(item_1, '__disposition_list_0_1_value') AS BOOLEAN)
                          )
                        ),
                        ARRAY_SIZE(
                          TRANSFORM(
                            "__disposition_list_0_value",
                            item_1 -> (
                              (
                                CAST(GET(item_1, '__disposition_list_0_1_value') AS BOOLEAN) IS NULL
                              )
                              OR CAST(GET(item_1, '__disposition_list_0_1_value') AS BOOLEAN)
                            )
                          )
                        ) - 1
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
                    ARRAY_SIZE(
                      FILTER(
                        "__disposition_list_0_value",
                        item_1 -> NOT CAST(GET(item_1, '__disposition_list_0_2_value') AS BIGINT) IS NULL
                      )
                    ) > 0,
                    FALSE
                  )
                )
                AND (
                  NOT (
                    COALESCE(
                      ARRAY_SIZE(
                        FILTER(
                          "__disposition_list_0_value",
                          item_1 -> CAST(GET(item_1, '__disposition_list_0_2_value') AS BIGINT) IS NULL
                        )
                      ) > 0,
                      FALSE
                    )
                  )
                )
              )
            )
            THEN CASE
              WHEN "__disposition_level_3"
              THEN COALESCE(
                ARRAY_MAX(
                  TRANSFORM(
                    FILTER(
                      "__disposition_list_0_value",
                      item_1 -> NOT CAST(GET(item_1, '__disposition_list_0_2_value') AS BIGINT) IS NULL
                    ),
                    item_1 -> CAST(GET(item_1, '__disposition_list_0_2_value') AS BIGINT)
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
    THEN CAST(NULL AS VARCHAR)
    WHEN "__disposition_ending" IN (2)
    THEN 'ship'
    ELSE 'hold'
  END AS "decision_outcome",
  CASE
    WHEN "__disposition_unreadable"
    THEN ARRAY_CONSTRUCT_COMPACT(
      CASE WHEN "__disposition_0_bad" THEN 'day' END,
      CASE WHEN "__disposition_list_0_bad" THEN 'tests' END
    )
    ELSE ARRAY_CONSTRUCT_COMPACT()
  END AS "decision_unreadable"
FROM level_5
