WITH list_1_read AS (
  SELECT
    *,
    NULLIF(TRIM(CAST("lot" AS TEXT)), '') AS "__disposition_list_1_value_key_0",
    FALSE AS "__disposition_list_1_0_bad",
    NOT "n" BETWEEN -1000000000000 AND 1000000000000 AS "__disposition_list_1_1_bad"
  FROM tests
  WHERE
    (
      NOT (
        NULLIF(TRIM(CAST("lot" AS TEXT)), '')
      ) IS NULL
    )
  OFFSET 0
), list_1_gathered AS (
  SELECT
    "__disposition_list_1_value_key_0",
    ARRAY_AGG(
      ROW(
        CAST("ok" AS BOOLEAN),
        CAST(CASE WHEN "__disposition_list_1_1_bad" THEN NULL ELSE CAST("n" AS BIGINT) END AS BIGINT),
        CAST(NULL AS BIGINT)
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
  OFFSET 0
), source AS (
  SELECT
    *
  FROM qm.lots
  OFFSET 0
), list_1_keyed AS (
  SELECT
    *,
    NULLIF(TRIM(CAST("no" AS TEXT)), '') AS "__disposition_list_1_value_key_0",
    COUNT(*) OVER (PARTITION BY NULLIF(TRIM(CAST("no" AS TEXT)), '')) AS "__disposition_list_1_value_lots"
  FROM source
  OFFSET 0
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
  OFFSET 0
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
  OFFSET 0
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
        THEN CAST(ARRAY[] AS record[])
      END
    END AS "__disposition_list_1_value"
  FROM level_0
  OFFSET 0
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
      ELSE ARRAY(SELECT
        ROW(
          CAST(item."__disposition_list_0_0_value" AS TEXT),
          CAST(item."__disposition_list_0_1_value" AS BOOLEAN),
          CAST(item."__disposition_list_0_2_value" AS BIGINT),
          CAST(NULL AS BIGINT)
        )
      FROM UNNEST(ARRAY[
        ROW(
          CAST('critical' AS TEXT),
          CAST(TRUE AS BOOLEAN),
          CAST("__disposition_count_0_value" AS BIGINT),
          CAST(NULL AS BIGINT)
        ),
        ROW(
          CAST('major' AS TEXT),
          CAST(NULL AS BOOLEAN),
          CAST("__disposition_count_1_value" AS BIGINT),
          CAST(NULL AS BIGINT)
        )
      ]) AS item("__disposition_list_0_0_value" TEXT, "__disposition_list_0_1_value" BOOLEAN, "__disposition_list_0_2_value" BIGINT, place BIGINT)
      WHERE
        item."__disposition_list_0_2_value" > 0)
    END AS "__disposition_list_0_value"
  FROM level_1
  OFFSET 0
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
                  EXISTS(
                    SELECT
                      1
                    FROM UNNEST("__disposition_list_1_value") AS item_1("__disposition_list_1_0_value" BOOLEAN, "__disposition_list_1_1_value" BIGINT, place BIGINT)
                    WHERE
                      NOT (
                        (
                          (
                            NOT (
                              (
                                item_1."__disposition_list_1_0_value" IS NULL
                              )
                              OR item_1."__disposition_list_1_0_value"
                            )
                          )
                          OR (
                            NOT (
                              (
                                (
                                  (
                                    NOT item_1."__disposition_list_1_0_value" IS NULL
                                  )
                                  AND item_1."__disposition_list_1_0_value"
                                )
                                OR (
                                  item_1."__disposition_list_1_1_value" IS NULL
                                )
                              )
                              OR (
                                item_1."__disposition_list_1_1_value" <> 0
                              )
                            )
                          )
                        )
                        OR CASE
                          WHEN (
                            (
                              NOT item_1."__disposition_list_1_0_value" IS NULL
                            )
                            AND item_1."__disposition_list_1_0_value"
                          )
                          THEN NOT item_1."__disposition_list_1_1_value" IS NULL
                          ELSE (
                            (
                              NOT item_1."__disposition_list_1_1_value" IS NULL
                            )
                            AND (
                              item_1."__disposition_list_1_1_value" = 0
                            )
                          )
                        END
                      )
                  ),
                  FALSE
                )
              )
            )
          )
          THEN COALESCE(
            (
              SELECT
                SUM(
                  CASE
                    WHEN NOT item_1."__disposition_list_1_1_value" IS NULL
                    THEN item_1."__disposition_list_1_1_value"
                    ELSE 0
                  END
                )
              FROM UNNEST("__disposition_list_1_value") AS item_1("__disposition_list_1_0_value" BOOLEAN, "__disposition_list_1_1_value" BIGINT, place BIGINT)
              WHERE
                (
                  (
                    NOT item_1."__disposition_list_1_0_value" IS NULL
                  )
                  AND item_1."__disposition_list_1_0_value"
                )
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
                  EXISTS(
                    SELECT
                      1
                    FROM UNNEST("__disposition_list_0_value") AS item_1("__disposition_list_0_0_value" TEXT, "__disposition_list_0_1_value" BOOLEAN, "__disposition_list_0_2_value" BIGINT, place BIGINT)
                    WHERE
                      NOT (
                        (
                          (
                            NOT (
                              (
                                item_1."__disposition_list_0_0_value" IS NULL
                              )
                              OR (
                                item_1."__disposition_list_0_0_value" = 'critical'
                              )
                            )
                          )
                          OR (
                            NOT (
                              (
                                (
                                  (
                                    NOT item_1."__disposition_list_0_0_value" IS NULL
                                  )
                                  AND (
                                    item_1."__disposition_list_0_0_value" = 'critical'
                                  )
                                )
                                OR (
                                  item_1."__disposition_list_0_2_value" IS NULL
                                )
                              )
                              OR (
                                item_1."__disposition_list_0_2_value" <> 0
                              )
                            )
                          )
                        )
                        OR CASE
                          WHEN (
                            (
                              NOT item_1."__disposition_list_0_0_value" IS NULL
                            )
                            AND (
                              item_1."__disposition_list_0_0_value" = 'critical'
                            )
                          )
                          THEN NOT item_1."__disposition_list_0_2_value" IS NULL
                          ELSE (
                            (
                              NOT item_1."__disposition_list_0_2_value" IS NULL
                            )
                            AND (
                              item_1."__disposition_list_0_2_value" = 0
                            )
                          )
                        END
                      )
                  ),
                  FALSE
                )
              )
            )
          )
          THEN COALESCE(
            (
              SELECT
                SUM(
                  CASE
                    WHEN NOT item_1."__disposition_list_0_2_value" IS NULL
                    THEN item_1."__disposition_list_0_2_value"
                    ELSE 0
                  END
                )
              FROM UNNEST("__disposition_list_0_value") AS item_1("__disposition_list_0_0_value" TEXT, "__disposition_list_0_1_value" BOOLEAN, "__disposition_list_0_2_value" BIGINT, place BIGINT)
              WHERE
                (
                  (
                    NOT item_1."__disposition_list_0_0_value" IS NULL
                  )
                  AND (
                    item_1."__disposition_list_0_0_value" = 'critical'
                  )
                )
            ),
            0
          )
        END = 0
      )
    ) AS "__disposition_level_0"
  FROM level_2
  OFFSET 0
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
  OFFSET 0
)
SELECT
  "no",
  "crit",
  "maj",
  CASE
    WHEN "__disposition_ending" IN (0)
    THEN CAST(NULL AS TEXT)
    WHEN "__disposition_ending" IN (2)
    THEN 'ship'
    ELSE 'hold'
  END AS "decision_outcome",
  CASE
    WHEN "__disposition_unreadable"
    THEN ARRAY_REMOVE(
      CAST(ARRAY[
        CASE WHEN NOT "crit" BETWEEN 0 AND 1000000000000 THEN 'crit' END,
        CASE WHEN NOT "maj" BETWEEN 0 AND 1000000000000 THEN 'maj' END,
        CASE WHEN "__disposition_list_1_bad" THEN 'tests' END
      ] AS TEXT[]),
      NULL
    )
    ELSE ARRAY_REMOVE(CAST(ARRAY[CAST(NULL AS TEXT)] AS TEXT[]), NULL)
  END AS "decision_unreadable"
FROM level_4
